"""Readers with a pointer, a keyboard, without script: 长辈版, warnings, reports of errors."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from xinqiao.domains.portal.models import Alert, CorrectionReport
from xinqiao.domains.portal.publishing.reading import content_path
from xinqiao.domains.portal.publishing.tests import county as counties

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 812}
TOO_SMALL = """() => {
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const box = element.getBoundingClientRect();
    if (box.width <= 2 || element.closest(".visually-hidden, .skip")) continue;
    const words = [...element.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (words && parseFloat(getComputedStyle(element).fontSize) < 20)
      found.push("text " + element.outerHTML.slice(0, 80));
    if (element.matches("a, button, summary, select, input:not([type=hidden]), textarea")
        && box.height < 60 && !element.closest(".article-body"))
      found.push(`target ${box.height} ` + element.outerHTML.slice(0, 80));
  }
  return found;
}"""


@pytest.fixture
def county(transactional_db):
    return counties.build()


@pytest.fixture
def news(county):
    return "/" + content_path(county.news.pk, county.news.first_published_at)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_the_version_for_the_elderly_is_large_everywhere(live_server, news, visit, viewport):
    page = visit(viewport=viewport)
    small = {}
    for path in ("/", news, "/affairs/policies/", "/search/?q=青溪", "/report/", "/sitemap/"):
        page.goto(f"{live_server.url}/elder{path}")
        page.wait_for_load_state("networkidle")
        found = page.evaluate(TOO_SMALL)
        if found:
            small[path] = found[:5]
    assert small == {}


def test_the_switch_keeps_the_page_without_script(live_server, county, news, visit):
    page = visit(viewport=PHONE, java_script_enabled=False)
    page.goto(live_server.url + news)

    page.get_by_role("link", name="长辈版").click()
    assert page.url == f"{live_server.url}/elder{news}"
    page.get_by_role("link", name="繁體").click()
    assert page.url == f"{live_server.url}/zh-hant{news}"
    page.get_by_role("link", name="標準版").click()
    assert page.url == live_server.url + news
    assert page.get_by_role("button", name="朗读").count() == 0
    page.locator(".share summary").click()
    assert page.locator(".share-address").is_visible()


def test_an_error_is_reported_by_keyboard_and_without_script(live_server, county, news, visit):
    page = visit(viewport=WIDE, java_script_enabled=False)
    page.goto(live_server.url + news)

    page.get_by_role("link", name="我要纠错").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/?article=*")
    page.get_by_label("错在哪里，应该是什么").focus()
    page.keyboard.type("第二段“十八公里”误为“八十公里”。")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/report/[0-9A-Z]{12}/$"))
    assert page.get_by_text("已收到，正在核实").is_visible()
    assert CorrectionReport.objects.get().article_id == county.news.pk


def test_a_text_is_read_paused_and_stopped_by_keyboard(live_server, county, news, visit):
    page = visit(viewport=WIDE)
    page.goto(live_server.url + news)
    page.wait_for_selector(".tools:not([hidden])")

    button = page.get_by_role("button", name="朗读", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="暂停朗读").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="继续朗读").is_visible()
    page.get_by_role("button", name="停止朗读").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="继续朗读").count() == 0


def test_a_warning_is_seen_first_on_a_phone(live_server, county, visit):
    Alert.objects.create(
        kind="warning",
        level="red",
        title="暴雨红色预警",
        area="全县",
        reason="县气象台",
        organisation=county.portal.organisation,
        on_all_sites=True,
        put_up_by=county.author,
        put_up_at=timezone.now(),
        expires_at=timezone.now() + dt.timedelta(hours=6),
    )
    page = visit(viewport=PHONE)
    page.goto(live_server.url)

    region = page.get_by_role("region", name="应急信息")
    assert region.bounding_box()["y"] < 10
    assert region.get_by_text("红色（一级，特别严重）").is_visible()
    region.get_by_role("link", name="暴雨红色预警").click()
    assert page.locator("h1").inner_text() == "暴雨红色预警"
