import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kernel.vault import rules


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        pytest.param("phone", "13800001234", "138****1234", id="mobile"),
        pytest.param("phone", "0518-1234567", "**********67", id="landline"),
        pytest.param("phone", "110", "***", id="short number"),
        pytest.param("id_number", "330102199001011234", "33**************34", id="id number"),
        pytest.param("id_number", "33010219900101123X", "33**************3X", id="checked by X"),
        pytest.param("id_number", "12345", "*****", id="no id number"),
        pytest.param("name", "张建国", "张**", id="name"),
        pytest.param(
            "address", "临江省海州市青溪县城关镇1号", "临江省海州市青溪县****", id="county"
        ),
        pytest.param("address", "海州市和平路3小区5号", "海州市****", id="a block is no district"),
        pytest.param("address", "城关镇东街1号", "****", id="street only"),
        pytest.param("", "随便什么", "****", id="anything else"),
        pytest.param("phone", "", "", id="nothing"),
    ],
)
def test_a_value_is_masked_by_its_kind(kind, text, shown):
    assert rules.mask(kind, text) == shown


@given(kind=st.sampled_from(sorted(rules.MASKS)), text=st.text(min_size=3, max_size=60))
def test_a_mask_never_shows_everything(kind, text):
    assert "*" in rules.mask(kind, text)
    assert rules.mask(kind, text) != text or set(text) == {"*"}


@pytest.mark.parametrize(
    "spelling",
    [
        "33010219900101123X",
        "33010219900101123x",
        "３３０１０２１９９００１０１１２３Ｘ",
        "330102 19900101-123X",
    ],
)
def test_spellings_of_one_value_are_the_same(spelling):
    assert rules.normalised(spelling) == "33010219900101123x"


@given(st.text(max_size=40))
def test_comparing_twice_changes_nothing(text):
    once = rules.normalised(text)
    assert rules.normalised(once) == once or not once.isascii()
