"""Addresses: what may stand in them and how deep they go."""

import datetime as dt

import pytest

from xinqiao.kernel.sites import rules


@pytest.mark.parametrize(
    ("kind", "hostname", "prefix"),
    [
        ("portal", "", ""),
        ("edition", "", "/party"),
        ("subsite", "", "/sites/party"),
        ("subsite", "party.example.cn", ""),
    ],
)
def test_site_has_its_prefix(kind, hostname, prefix):
    assert rules.prefix(kind=kind, code="party", hostname=hostname) == prefix


@pytest.mark.parametrize("slug", ["news", "zwgk-2026", "1", "a" * 60])
def test_slug_of_letters_and_numbers_is_allowed(slug):
    rules.check_slug(slug, top=True)


@pytest.mark.parametrize(
    "slug",
    ["", "新闻", "News", "a_b", "-a", "a-", "a--b", "../etc", "a" * 61, "list-2", "a\n"],
)
def test_slug_that_cannot_stand_in_an_address_is_refused(slug):
    with pytest.raises(rules.SlugRefused):
        rules.check_slug(slug, top=False)


@pytest.mark.parametrize("slug", ["manage", "search", "letters", "sites", "content", "zh-hant"])
def test_first_parts_of_the_platform_are_reserved_at_the_top_only(slug):
    with pytest.raises(rules.SlugRefused):
        rules.check_slug(slug, top=True)
    rules.check_slug(slug, top=False)


@pytest.mark.parametrize(
    ("code", "kind", "ok"),
    [
        ("party", "edition", True),
        ("culture", "edition", False),
        ("party", "subsite", False),
        ("health", "subsite", False),
        ("culture", "subsite", True),
        ("qingxi", "portal", True),
    ],
)
def test_code_of_a_site_fits_its_kind(code, kind, ok):
    if ok:
        rules.check_site_code(code, kind=kind)
        return
    with pytest.raises(rules.SlugRefused):
        rules.check_site_code(code, kind=kind)


@pytest.mark.parametrize(
    ("kind", "depth", "ok"),
    [
        ("portal", 0, True),
        ("portal", 1, False),
        ("subsite", 0, False),
        ("subsite", 1, True),
        ("subsite", 2, True),
        ("subsite", 3, False),
    ],
)
def test_cluster_is_three_sites_deep(kind, depth, ok):
    if ok:
        rules.check_site_place(kind=kind, parent_depth=depth)
        return
    with pytest.raises(rules.TreeRefused):
        rules.check_site_place(kind=kind, parent_depth=depth)


def test_columns_are_five_deep():
    rules.check_column_depth(5)
    with pytest.raises(rules.TreeRefused):
        rules.check_column_depth(6)


def test_paths_of_columns_follow_their_parents():
    assert rules.column_path("", "news") == "news"
    assert rules.column_path("news", "county") == "news/county"
    assert rules.moved_path("news/county/a", old="news", new="xw") == "xw/county/a"


DAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        pytest.param(
            {"update_days": 14, "updated": DAY}, dt.date(2026, 12, 8), id="from the last article"
        ),
        pytest.param({"update_days": 1, "opened": DAY}, dt.date(2026, 11, 25), id="from opening"),
        pytest.param({"update_days": 14}, None, id="never opened by the platform"),
        pytest.param({"updated": DAY}, None, id="no rule"),
        pytest.param({"kind": "static", "review_by": DAY}, DAY, id="static: the day of review"),
        pytest.param({"kind": "static", "updated": DAY}, None, id="static without a day"),
    ],
)
def test_column_is_due_by_its_own_rule(facts, due):
    known = {"kind": "dynamic", "update_days": None, "review_by": None}
    known |= {"updated": None, "opened": None}

    assert rules.due_date(**(known | facts)) == due


@pytest.mark.parametrize(
    ("kind", "update_days", "review_by"),
    [
        ("static", 14, None),
        ("dynamic", None, DAY),
        ("dynamic", 0, None),
        ("dynamic", 367, None),
    ],
)
def test_column_has_only_the_update_rule_of_its_kind(kind, update_days, review_by):
    with pytest.raises(rules.TreeRefused):
        rules.check_update_rule(kind=kind, update_days=update_days, review_by=review_by)


def test_each_kind_takes_its_own_update_rule():
    rules.check_update_rule(kind="static", update_days=None, review_by=DAY)
    rules.check_update_rule(kind="dynamic", update_days=366, review_by=None)
    rules.check_update_rule(kind="dynamic", update_days=None, review_by=None)
