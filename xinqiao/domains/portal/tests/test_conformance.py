"""Every site keeps to the common standard; what it lacks is listed with who must fill it in."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal.queries import conformance as queries
from xinqiao.domains.portal.rules import conformance as rules
from xinqiao.domains.portal.tests.factories import online
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.tests.factories import SiteFactory, person

TODAY = dt.date(2026, 11, 24)
FULL = {
    "sponsor": "县政府办",
    "description": "简介",
    "keywords": "青溪",
    "phone": "0000-1",
    "identifier_code": "0000000001",
    "icp": "示例ICP备1号",
    "police_number": "示例1号",
}
NONE = dict.fromkeys(FULL, "")


def lacking(own, portal=NONE):
    return [str(finding.label) for finding in rules.missing_marks(own, portal)]


def test_complete_site_lacks_nothing_and_a_sub_site_inherits_what_it_may():
    assert lacking(FULL) == []
    assert len(lacking(NONE)) == 7
    assert lacking(NONE, FULL) == [
        "主办单位",
        "网站简介（Description 标签）",
        "网站关键词（Keywords 标签）",
    ]


@pytest.mark.parametrize("code", ["123", "00000000001", "一二三四五六七八九十", "  "])
def test_identifier_code_has_ten_signs(code):
    assert lacking(FULL | {"identifier_code": code}) == ["网站标识码"]


GOOD = """<html lang="zh"><meta name="SiteName" content="a"><meta name="SiteDomain" content="b">
<meta name="SiteIDCode" content="c"><meta charset="utf-8"><body class="skip marks"><h1>x</h1>
<form role="search"><label for="q">搜</label><input id="q"><input type="hidden"></form>
<input aria-label="名"><img alt=""><a href="/a/">甲</a><a href="#x">乙</a></body></html>"""


def wrong(html, **how):
    findings = rules.check_page(rules.read_page(html), **how)
    return [str(finding.label) for finding in findings if not finding.is_right]


def test_good_page_has_no_findings():
    assert wrong(GOOD) == []
    assert rules.read_page(GOOD).links == ["/a/"]
    assert wrong(GOOD, is_column=True) == list(rules.COLUMN_TAGS)


@pytest.mark.parametrize(
    ("old", "new", "label"),
    [
        ('name="SiteName" content="a"', 'name="SiteName" content=""', "SiteName"),
        ('name="SiteDomain" content="b"', 'name="SiteIDCode" content="b"', "SiteDomain"),
        ("<meta charset", '<meta name="SiteName" content="z"><meta charset', "SiteName"),
        ('role="search"', "", "页面顶部有搜索框"),
        ("marks", "", "党政机关标识与找错入口"),
        ('lang="zh"', "", "标明页面语言"),
        ("skip", "", "可以跳到正文"),
        ("<h1>", "<h1>x</h1><h1>", "只有一个主标题"),
        ('<img alt="">', "<img>", "图片有替代文字"),
        ('for="q"', 'for="p"', "输入框有名称"),
    ],
)
def test_each_fault_is_found(old, new, label):
    assert label in wrong(GOOD.replace(old, new))


@given(st.text())
def test_any_text_is_answered(text):
    rules.check_page(rules.read_page(text))


def test_links_and_columns_are_judged():
    assert rules.check_links({"/a/": 200, "/b/": 301}).is_right
    dead = rules.check_links({"/a/": 200, "/b/": 404})
    assert (dead.is_right, dead.detail) == (False, "/b/")
    assert all(finding.is_right for finding in rules.check_columns([], []))
    assert [finding.is_right for finding in rules.check_columns(["甲"], [])] == [False, True]


@pytest.mark.django_db
def test_manager_sees_which_sites_lack_what_and_who_fills_it_in(
    place, django_assert_max_num_queries
):
    manager = person("site_manager", organisation=place.office)
    theirs = person("site_manager", organisation=place.unit, name="李站长")
    Site.objects.filter(pk=place.portal.pk).update(**FULL)
    for _site in range(20):
        SiteFactory(parent=place.portal, **(FULL | {"sponsor": ""}))
    SiteFactory()  # of others

    with django_assert_max_num_queries(4):
        rows = queries.incomplete_sites(manager, today=TODAY)

    by_site = {row.site: row for row in rows}
    assert len(rows) == 21
    assert by_site[place.subsite].people == [theirs.name]
    page = client_of(manager).get("/manage/sites/conformance/").content.decode()
    assert "李站长" in page
    assert "请上级站点管理员补齐" in page
    assert as_(place, "editor").get("/manage/sites/conformance/").status_code == 404


@pytest.mark.django_db
def test_frame_of_every_site_passes_whatever_its_manager_wrote(place):
    """S13: what the frame renders cannot be broken from a form."""
    manager = person("site_manager", organisation=place.office)
    hostile = '"><script>alert(1)</script></head><footer hidden>'
    Site.objects.filter(pk=place.portal.pk).update(**FULL, hostname="www.example.gov.cn")
    Site.objects.filter(pk=place.subsite.pk).update(**{**FULL, "name": hostile, "icp": hostile})
    online(place)

    findings = queries.findings_of(Site.objects.get(pk=place.subsite.pk))

    faults = [(str(finding.label), finding.detail) for finding in findings if not finding.is_right]
    assert [
        label for label, _detail in faults if label not in {"栏目都有责任人", "栏目都有栏目类型"}
    ] == []
    page = client_of(manager).get(f"/manage/sites/{place.subsite.pk}/conformance/")
    assert "需要改正" in page.content.decode()
    closed = SiteFactory(parent=place.portal, is_open=False)
    page = client_of(manager).get(f"/manage/sites/{closed.pk}/conformance/")
    assert "站点已关闭" in page.content.decode()
