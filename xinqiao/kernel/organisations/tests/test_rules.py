import pytest

from xinqiao.kernel.organisations import rules


@pytest.mark.parametrize(
    ("path", "depth"),
    [
        pytest.param("", 0, id="the ground"),
        pytest.param("/7/", 1, id="the top"),
        pytest.param("/7/12/", 2, id="one below"),
    ],
)
def test_a_path_tells_its_depth(path, depth):
    assert rules.depth(path) == depth


@pytest.mark.parametrize(
    "parent_path",
    [pytest.param("/1/5/", id="itself"), pytest.param("/1/5/9/", id="a unit below it")],
)
def test_a_unit_never_stands_below_itself(parent_path):
    with pytest.raises(rules.TreeRefused, match="它自己"):
        rules.check_place("/1/5/", parent_path=parent_path)


def test_the_tree_has_a_greatest_depth_counted_with_the_whole_branch():
    seven_deep = "/" + "/".join("1234567") + "/"

    rules.check_place("/99/", parent_path=seven_deep)
    with pytest.raises(rules.TreeRefused, match="8级"):
        rules.check_place("/99/", parent_path=seven_deep, height=2)


def test_a_number_that_begins_alike_is_another_unit():
    rules.check_place("/1/5/", parent_path="/1/50/")
