"""The main job in a real browser: written, reviewed, passed for secrecy, edited, read by all."""

import pytest
from django.utils import timezone

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.tests.factories import county

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "qingxi-journey-2026"
TITLE = "关于做好冬季供暖保障工作的通知"


@pytest.fixture
def place():
    made = county()
    for user in made.people.values():
        user.set_password(PASSWORD)
        user.save()
    return made


@pytest.fixture
def sign_in(live_server, visit, place):
    """Opens the workbench as the holder of a duty, through the sign-in page."""

    def enter(duty, **window):
        page = visit(**window)
        page.goto(f"{live_server.url}/manage/login/")
        page.fill("[name=username]", place.people[duty].username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{live_server.url}/manage/")
        return page

    return enter


def take(page, live_server, article, act, **answers):
    """Open the matter of an article and do one act with its form."""
    page.goto(f"{live_server.url}/manage/articles/{article.pk}/")
    form = page.locator(f"form[action$='/acts/{act}/']")
    assert form.count() == 1, page.locator("main").inner_text()
    if not form.locator("button").is_visible():
        page.locator("details", has=form).locator("summary").click()
    for name, value in answers.items():
        field = form.locator(f"[name$='{name}']")
        if field.first.get_attribute("type") == "radio":
            form.locator(f"[name$='{name}'][value='{value}']").check()
        elif field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    with page.expect_navigation():
        form.locator("button").click()


def test_a_notice_travels_from_its_writer_to_the_reader(live_server, sign_in, visit, place):
    writer = sign_in("contributor")
    article = _written(writer, live_server, place)

    take(writer, live_server, article, "submit")
    take(sign_in("unit_reviewer"), live_server, article, "pass")
    take(
        sign_in("secrecy_reviewer"), live_server, article, "secrecy",
        opinion="public", basis="不涉及国家秘密",
    )  # fmt: skip
    take(sign_in("editor"), live_server, article, "pass")
    early = visit()
    assert early.goto(f"{live_server.url}{article.address}").status == 404
    early.complaints.clear()  # the browser notes the 404 we asked for
    take(sign_in("publisher"), live_server, article, "publish")

    article.refresh_from_db()
    assert article.public_state == rules.PublicState.ONLINE
    reader = visit(java_script_enabled=False)
    reader.goto(f"{live_server.url}{place.column.address}")
    reader.get_by_role("link", name=TITLE).first.click()
    assert reader.locator("h1", has_text=TITLE).is_visible()
    assert "各乡镇要备足燃料" in reader.content()


def test_one_article_stands_on_the_sub_site_and_on_the_portal(live_server, sign_in, visit, place):
    from xinqiao.domains.portal.tests.factories import online

    article = online(place, title=TITLE)
    take(sign_in("contributor"), live_server, article, "offer", column_id=str(place.news.pk))

    editor = sign_in("editor")
    editor.goto(f"{live_server.url}/manage/offers/")
    assert TITLE in editor.content()
    Placement.objects.get(article=article, column=place.news)
    form = editor.locator("form[action*='/manage/offers/']").first
    form.locator("[value=accept]").first.click()
    editor.wait_for_load_state()

    reader = visit()
    for column in (place.column, place.news):
        reader.goto(f"{live_server.url}{column.address}")
        assert reader.get_by_role("link", name=TITLE).first.is_visible()


def test_nobody_passes_his_own_text(live_server, sign_in, place):
    writer = sign_in("contributor")
    article = _written(writer, live_server, place)
    take(writer, live_server, article, "submit")

    writer.goto(f"{live_server.url}/manage/articles/{article.pk}/")

    assert writer.locator("form[action$='/acts/pass/']").count() == 0


def _written(page, live_server, place):
    """A draft as the writer's own action makes it; the form itself has its tests."""
    from xinqiao.domains.portal import actions

    article = actions.create_draft(
        actor=place.people["contributor"],
        column_id=place.column.pk,
        title=TITLE,
        body="<p>各乡镇要备足燃料，排查管网。</p>",
        now=timezone.now(),
    )
    page.goto(f"{live_server.url}/manage/articles/{article.pk}/")
    assert TITLE in page.content()
    return Article.objects.get(pk=article.pk)
