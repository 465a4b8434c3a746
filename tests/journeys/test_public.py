"""The public pages in a real browser: accessibility, widths, keyboard, no script, no stray word."""

import datetime as dt

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from xinqiao.domains.portal.actions import corrections
from xinqiao.domains.portal.models import Alert, Topic, TopicVersion
from xinqiao.domains.portal.publishing import leaving
from xinqiao.domains.portal.publishing.reading import content_path
from xinqiao.domains.portal.publishing.tests import county as counties
from xinqiao.kernel.press import places

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 375, "height": 812}
# Every enhancement has been attached: tabs stand, the tools of an article are shown.
SETTLED = """() => document.readyState === "complete"
  && ![...document.querySelectorAll("[data-behaviour=tabs]")].some(
    (element) => element.querySelectorAll("[data-tab]").length > 1
      && !element.classList.contains("is-tabbed"))
  && !document.querySelector("[data-behaviour=reading][hidden]")"""
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def county(transactional_db):
    return counties.build()


@pytest.fixture
def addresses(county):
    """Every kind of public page."""

    alert = _red_warning(county)
    report = corrections.report(
        text="第二段有错别字", sender="a", now=timezone.now(), article_id=county.news.pk
    )

    def article(found):
        return f"/{content_path(found.pk, found.first_published_at)}"

    return {
        "home": "/",
        "sub-site": "/sites/water/",
        "edition": "/party/",
        "area": "/affairs/",
        "list": "/sites/water/news/",
        "older list": "/sites/water/news/list-1.html",
        "documents": "/affairs/policies/",
        "single text": "/about/overview/",
        "empty column": "/topics-columns/census/",
        "document": article(county.document),
        "news": article(county.news),
        "search": "/search/?q=青溪",
        "search problem": "/search/?q=%25",
        "sub-sites": "/sites/",
        "site map": "/sitemap/",
        "about": "/page/about/",
        "privacy": "/page/privacy/",
        "accessibility": "/page/accessibility/",
        "elder home": "/elder/",
        "elder list": "/elder/sites/water/news/",
        "elder document": "/elder" + article(county.document),
        "elder search": "/elder/search/?q=青溪",
        "traditional home": "/zh-hant/",
        "traditional document": "/zh-hant" + article(county.document),
        "alerts": "/emergency/",
        "alert": f"/emergency/{alert.pk}/",
        "topics": "/topics/",
        "topic": _topic(county),
        "elder topic": "/elder/topics/flood/",
        "report": f"/report/?article={county.news.pk}",
        "report status": f"/report/{report.code}/",
        "elder report": "/elder/report/",
        "leaving": leaving.notice_url(places.find("/"), "https://bank.example/a"),
        "missing": "/nothing/here/",
    }


def _red_warning(county):
    """A warning above every page, written straight."""
    return Alert.objects.create(
        kind="warning",
        level="red",
        title="暴雨红色预警",
        text="请留在安全的地方。",
        area="全县",
        reason="县气象台",
        organisation=county.portal.organisation,
        on_all_sites=True,
        put_up_by=county.author,
        put_up_at=timezone.now(),
        expires_at=timezone.now() + dt.timedelta(hours=6),
    )


def _topic(county):
    """A topic with every sort of block, written straight."""
    made = {"made_by": county.author, "made_at": timezone.now()}
    topic = Topic.objects.create(
        site=county.portal,
        slug="flood",
        title="青溪县防汛抗旱",
        summary="雨情水情、预警通告，一处查看。",
        state="archived",
        created_by=county.author,
        created_at=timezone.now(),
        published_at=timezone.now(),
        archived_at=timezone.now(),
    )
    entries = [{"date": "2026-07-01", "text": "启动四级应急响应。"}]
    columns = list(county.portal.columns.values_list("pk", flat=True)[:5])
    settings = {
        "topic.banner": {"alt": "山前的河道"},
        "topic.text": {"title": "避险须知", "text": "不在河道停留。"},
        "topic.list": {"title": "最新情况", "columns": columns, "articles": [], "count": 8},
        "topic.timeline": {"title": "过程", "entries": entries},
    }
    TopicVersion.objects.create(
        topic=topic,
        title=topic.title,
        summary=topic.summary,
        image=county.news.cover,
        state="published",
        spots=[{"block": code, "width": 12, "settings": said} for code, said in settings.items()],
        **made,
    )
    return f"/{topic.path}"


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing_and_the_browser_complains_of_nothing(
    live_server, addresses, visit, viewport
):
    page = visit(viewport=viewport)
    found = {}
    for name, path in addresses.items():
        page.goto(live_server.url + path)
        page.wait_for_function(SETTLED)
        results = Axe().run(page, options=AXE)
        if results.violations_count:
            found[name] = results.generate_report()

    page.complaints[:] = [text for text in page.complaints if "404 (Not Found)" not in text]
    assert found == {}


@pytest.mark.parametrize("width", [320, 375, 768, 1024])
def test_nothing_has_to_be_scrolled_sideways(live_server, addresses, visit, width):
    page = visit(viewport={"width": width, "height": 800})
    page.goto(live_server.url)
    too_wide = {}
    for name, path in addresses.items():
        page.goto(live_server.url + path)
        size = page.evaluate("document.documentElement.scrollWidth")
        if size > width:
            too_wide[name] = size

    page.complaints.clear()  # one of the pages is a 404
    assert too_wide == {}


def test_everything_works_without_script(live_server, addresses, county, visit):
    page = visit(viewport=PHONE, java_script_enabled=False)
    page.goto(live_server.url)

    page.get_by_role("link", name="政务公开", exact=True).first.click()
    page.get_by_role("heading", name="政策文件").get_by_role("link").click()
    page.get_by_role("link", name=county.document.title).click()
    assert page.locator("h1").inner_text() == county.document.title
    assert page.get_by_role("button", name="打印").count() == 0
    page.get_by_role("link", name="三、优化办理流程").click()
    assert page.url.endswith("#s3")

    page.get_by_role("searchbox").first.fill("租赁补贴")
    page.get_by_role("search").first.get_by_role("button").click()
    assert page.locator(".results li").count() >= 3
    page.get_by_role("link", name="政策解读", exact=True).click()
    assert page.locator(".results li").count() == 1

    page.goto(live_server.url)
    for label in ("青溪要闻", "部门动态", "乡镇动态"):
        assert page.locator(".news").get_by_role("heading", name=label).is_visible()


def test_the_keyboard_skips_to_the_text_and_moves_between_tabs(live_server, county, visit):
    page = visit(viewport=WIDE)
    page.goto(live_server.url)

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"

    page.wait_for_function(SETTLED)
    tabs = page.get_by_role("tablist", name="要闻动态").get_by_role("tab")
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    assert tabs.nth(1).get_attribute("aria-selected") == "true"
    assert page.get_by_role("tabpanel", name="部门动态").is_visible()
    assert not page.locator("#" + tabs.first.get_attribute("aria-controls")).is_visible()


def test_a_reader_chooses_the_size_of_the_text_and_it_stays(live_server, addresses, county, visit):
    page = visit(viewport=WIDE)
    page.goto(live_server.url + addresses["document"])

    page.get_by_role("button", name="大", exact=True).click()
    size = "getComputedStyle(document.querySelector('.article-body')).fontSize"
    assert page.evaluate(size) == "22px"
    page.reload()
    page.wait_for_selector(".tools:not([hidden])")
    assert page.evaluate(size) == "22px"


def test_pictures_load_and_nothing_comes_from_elsewhere(live_server, addresses, visit):
    page = visit(viewport=WIDE)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for path in addresses.values():
        page.goto(live_server.url + path)
        broken = page.evaluate(
            "[...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src)"
        )
        assert broken == [], path

    page.complaints.clear()  # one of the pages is a 404
    assert [url for url in asked if not url.startswith(live_server.url)] == []
    assert page.context.cookies() == []


def test_a_page_prints_without_what_is_only_for_the_screen(live_server, addresses, county, visit):
    page = visit(viewport=WIDE)
    page.goto(live_server.url + addresses["document"])

    page.emulate_media(media="print")

    assert page.locator("h1").is_visible()
    assert page.get_by_text("附则").last.is_visible()
    for hidden in (".nav", ".utility", ".tools", ".contents", ".related", ".search"):
        assert not page.locator(hidden).first.is_visible(), hidden
