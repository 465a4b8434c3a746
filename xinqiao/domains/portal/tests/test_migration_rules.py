"""Addresses and folders of old sites, the sample, names in archives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal import rules


@pytest.mark.parametrize(
    ("path", "folder"),
    [
        ("/index.html", ""),
        ("/news/t1.html", "news"),
        ("/news/local/201903/t1.html", "news/local"),
        ("/news/2019/03/05/t1.html", "news"),
        ("/news/t20190305/1.html", "news"),
        ("/2019/1.html", ""),
    ],
)
def test_folders_of_years_and_months_belong_to_the_column_above(path, folder):
    assert rules.folder_of(path) == folder


@pytest.mark.parametrize(
    ("path", "listing"),
    [
        ("/a/index.html", True),
        ("/a/index_12.htm", True),
        ("/a/list-2.shtml", True),
        ("/a/more.html", True),
        ("/a/listening.html", False),
        ("/a/t1.html", False),
    ],
)
def test_list_pages_are_known_by_their_names(path, listing):
    assert rules.is_list(path) is listing


def test_pages_are_known_by_their_endings():
    assert [rules.is_page(path) for path in ("/a.HTML", "/a.shtml", "/a.pdf", "/a")] == [
        *(True, True, False, False),
    ]


@pytest.mark.parametrize(
    ("link", "path"),
    [
        ("t1.html", "/news/03/t1.html"),
        ("../../fj/a.pdf", "/fj/a.pdf"),
        ("/b.html?x=1#y", "/b.html"),
        ("http://old.example.cn/c.html", "/c.html"),
        ("//old.example.cn/c.html", "/c.html"),
        ("http://other.example.cn/c.html", None),
        ("mailto:a@example.cn", None),
        ("javascript:void(0)", None),
        ("http://[broken/", None),
        ("%E9%99%84%E4%BB%B6.doc", "/news/03/附件.doc"),
        ("%B8%BD%BC%FE.doc", "/news/03/附件.doc"),
        ("../../../../etc/passwd", "/etc/passwd"),
    ],
)
def test_links_of_the_old_site_are_told_from_others(link, path):
    assert rules.old_path("/news/03/t2.html", link, ["old.example.cn"]) == path


@given(st.text(max_size=60))
def test_no_link_breaks_the_reading(link):
    rules.old_path("/a/b.html", link)


def test_long_addresses_get_a_short_key():
    assert rules.source_key("/a.html") == "/a.html"
    assert len(rules.source_key("/" + "a" * 200)) < 100


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../../x", "c:\\x", "a\x00b"])
def test_names_that_lead_outside_are_refused(name):
    with pytest.raises(rules.MemberRefused):
        rules.safe_member(name)


def test_other_names_stay_below_the_root():
    assert str(rules.safe_member("a\\b/附件.doc")) == "a/b/附件.doc"


@pytest.mark.parametrize(("total", "wanted"), [(0, 0), (5, 5), (20, 20), (999, 20), (5000, 100)])
def test_one_page_in_fifty_is_looked_at_again_and_at_least_twenty(total, wanted):
    chosen = rules.sample(range(total)) if total else []

    assert len(set(chosen)) == wanted
