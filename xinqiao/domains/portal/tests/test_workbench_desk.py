"""The workbench's screens of articles: one happy path and one refusal each."""

import io

import pytest
from openpyxl import load_workbook

from xinqiao.domains.portal import actions, rules
from xinqiao.domains.portal.models import Placement
from xinqiao.domains.portal.tests.factories import (
    bring_to,
    draft,
    online,
    working_hash,
)
from xinqiao.domains.portal.tests.screens import as_, client_of, do
from xinqiao.domains.portal.views import comparison
from xinqiao.kernel.sites.tests.factories import NOW, UserFactory, person
from xinqiao.kernel.ui import todo

pytestmark = pytest.mark.django_db


# Writing


def test_publishing_from_the_screen_and_what_the_publisher_sees_at_home(place):
    article = bring_to(place, rules.Stage.APPROVED)
    client = as_(place, "publisher")

    do(client, article, "publish", publish_at="")

    article.refresh_from_db()
    home = client.get("/manage/").content.decode()
    assert article.public_state == rules.PublicState.ONLINE
    assert article.title in home
    assert "✓ 在线" in home


def test_publication_cannot_be_planned_for_the_past(place):
    article = bring_to(place, rules.Stage.APPROVED)

    answer = do(as_(place, "publisher"), article, "publish", publish_at="2020-01-01T08:00")

    article.refresh_from_db()
    assert answer.status_code == 400
    assert article.stage == rules.Stage.APPROVED


def test_comparison_marks_what_a_correction_changes(place):
    article = online(place)
    who = {"actor": place.people["contributor"], "article_id": article.pk, "now": NOW}
    actions.start_correction(**who)
    actions.save_draft(body="<p>自十一月二十日起供暖。</p>", **who)

    page = as_(place, "contributor").get(f"/manage/articles/{article.pk}/compare/online/")

    assert "<ins>二</ins>" in page.content.decode()


@pytest.mark.parametrize(
    "payload",
    ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", '"><svg onload=alert(1)>'],
)
def test_no_screen_runs_what_somebody_typed(place, payload):
    article = online(place, title=f"标题{payload}", summary=payload)
    client = as_(place, "contributor")
    pages = ["", "compare/online/", "preview/", "preview/page/"]

    seen = [client.get(f"/manage/articles/{article.pk}/{page}").content.decode() for page in pages]
    seen.append(client.get("/manage/articles/").content.decode())

    assert [page for page in seen if payload in page] == []
    assert payload not in comparison.marked(payload, f"{payload}2")


# Lists


def test_filters_are_remembered_until_cleared(place):
    draft(place, title="草稿一篇")
    online(place, title="在线一篇")
    client = as_(place, "contributor")

    client.get("/manage/articles/?state=draft")
    again = client.get("/manage/articles/", follow=True).content.decode()
    cleared = client.get("/manage/articles/?clear=1", follow=True).content.decode()

    assert "草稿一篇" in again
    assert "在线一篇" not in again
    assert "在线一篇" in cleared


def test_export_holds_what_the_filters_keep_and_no_formula(place):
    draft(place, title="=HYPERLINK(1)")
    online(place, title="在线一篇")

    answer = as_(place, "contributor").get("/manage/articles/export/?state=draft")

    rows = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert [row[1] for row in rows] == ["标题", "'=HYPERLINK(1)"]


def test_list_takes_at_most_twelve_queries(place, django_assert_max_num_queries):
    for number in range(25):
        draft(place, title=f"第{number}篇")
    for duty in ("contributor", "editor"):
        client = as_(place, duty)
        client.get("/manage/articles/?period=30")

        with django_assert_max_num_queries(12):
            client.get("/manage/articles/?period=30")


def test_bulk_pass_shows_first_what_it_passes_then_says_row_by_row_why_not(place):
    waiting = bring_to(place, rules.Stage.UNIT_REVIEW, title="待审核的一篇")
    already = online(place, title="已发布的一篇")
    client = as_(place, "unit_reviewer")
    chosen = {"act": "pass", "pk": [waiting.pk, already.pk]}

    shown = client.post("/manage/articles/bulk/", chosen).content.decode()
    stale = client.post(
        "/manage/articles/bulk/", chosen | {"confirmed": "1", f"seen-{waiting.pk}": "0" * 64}
    ).content.decode()
    seen = {f"seen-{waiting.pk}": working_hash(waiting), "confirmed": "1"}
    done = client.post("/manage/articles/bulk/", chosen | seen).content.decode()

    waiting.refresh_from_db()
    assert "您现在不能办理这篇文章" in shown
    assert "内容已变化" in stale
    assert "已办理" in done
    assert waiting.stage == rules.Stage.SECRECY_REVIEW


# The desk, the sites


def test_desk_takes_over_what_a_unit_offers_and_declines_with_a_reason(place):
    article = online(place)
    do(as_(place, "contributor"), article, "offer", column_id=place.news.pk)
    placement = Placement.objects.get(column=place.news)
    client = as_(place, "editor")

    without = client.post(f"/manage/offers/{placement.pk}/", {"decision": "decline"})
    client.post(f"/manage/offers/{placement.pk}/", {"decision": "accept"})

    placement.refresh_from_db()
    assert without.status_code == 302
    assert placement.state == rules.PlacementState.ONLINE


def test_site_manager_opens_renames_and_grants_columns_of_his_site_only(place):
    manager = person("site_manager", organisation=place.office)
    client = client_of(manager)

    client.post(
        f"/manage/sites/{place.portal.pk}/columns/open/",
        {
            "name": "通知公告",
            "slug": "notices",
            "kind": "dynamic",
            "mode": "joint",
            "keeper_id": manager.username,
            "update_days": 7,
        },
    )
    column = place.portal.columns.get(slug="notices")
    client.post(
        f"/manage/sites/columns/{column.pk}/grants/",
        {
            "granting-organisation_id": place.unit.pk,
            "granting-duties": ["contributor"],
            "granting-with_subtree": "on",
        },
    )
    refused = client.post(
        f"/manage/sites/columns/{column.pk}/rename/",
        {"renaming-name": "公告", "renaming-slug": "manage"},
    )

    assert (column.mode, column.keeper, column.update_days) == ("joint", manager, 7)
    assert column.grants.get().duties == ["contributor"]
    assert "平台保留的地址" in refused.content.decode()
    assert as_(place, "contributor").get("/manage/sites/").status_code == 404


def test_column_has_a_named_keeper_who_is_one_person(place):
    manager = person("site_manager", organisation=place.office, name="独一人")
    other = [UserFactory(name="同名人") for _ in range(2)]
    client = client_of(manager)
    address = f"/manage/sites/columns/{place.news.pk}/"
    form = {
        "organisation": place.office.pk,
        "mode": "built",
        "kind": "static",
        "review_by": "2027-03-01",
        "position": 0,
    }

    nobody = client.post(address, form).context["details"].errors
    unknown = client.post(address, form | {"keeper": "无此人"}).content.decode()
    double = client.post(address, form | {"keeper": other[0].name}).content.decode()
    client.post(address, form | {"keeper": "独一人"})

    place.news.refresh_from_db()
    assert set(nobody) == {"keeper"}
    assert "没有找到“无此人”" in unknown
    assert "有多人叫“同名人”" in double
    assert place.news.keeper == manager
    assert str(place.news.due_date) == "2027-03-01"
    assert manager.username in client.get(address).content.decode()


def test_todo_groups_what_waits_what_came_back_and_drafts(place):
    draft(place, title="草稿一篇")
    returned = bring_to(place, rules.Stage.UNIT_REVIEW, title="退回一篇")
    actions.send_back(
        actor=place.people["unit_reviewer"],
        article_id=returned.pk,
        to_stage="returned",
        reason="补充来源",
        now=NOW,
    )
    bring_to(place, rules.Stage.UNIT_REVIEW, title="待审一篇")

    author = todo.items_for(place.fresh("contributor"))
    reviewer = todo.items_for(place.fresh("unit_reviewer"))

    assert [item.title for item in author[todo.Group.DRAFTS]] == ["草稿一篇"]
    assert [item.title for item in author[todo.Group.RETURNED]] == ["退回一篇"]
    assert "补充来源" in author[todo.Group.RETURNED][0].note
    assert [item.title for item in reviewer[todo.Group.WAITING]] == ["待审一篇"]
