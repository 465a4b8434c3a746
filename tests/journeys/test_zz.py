import pytest
from django.utils import timezone

from xinqiao.domains.portal import actions
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.tests.factories import county

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_real(live_server, client, page):
    c = county()
    u = c.fresh("contributor")
    a = actions.create_draft(
        actor=u, column_id=c.column.pk, title="题目", now=timezone.now(), body="<p>旧</p>"
    )
    client.force_login(u, backend="xinqiao.kernel.accounts.backends.DutyBackend")
    k = client.cookies["xinqiao_session"].value
    page.context.add_cookies([{"name": "xinqiao_session", "value": k, "url": live_server.url}])
    posts = []
    page.on("request", lambda r: r.method == "POST" and posts.append((r.url[-60:],)))
    for url in ("/manage/articles/editing/add/", f"/manage/articles/editing/edit/{a.pk}/"):
        page.goto(live_server.url + url)
        page.wait_for_selector(".jodit-wysiwyg")
        page.wait_for_timeout(4000)
        if "add" in url:
            page.fill("input[name=title]", "关于")
            page.select_option("select[name=column]", index=1)
        page.locator(".jodit-wysiwyg").click()
        page.keyboard.type("新话")
        page.wait_for_timeout(9000)
        print("POSTS", posts, page.url)
        posts.clear()
    print("COMPLAINTS", page.complaints)
    page.complaints.clear()
    for x in Article.objects.all():
        print("SAVED", x.pk, x.body, x.latest_revision and x.latest_revision.content["body"])
