"""Column plans: put to the units, answered until the due time, silence recorded as consent."""

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from xinqiao.domains.planning import actions, jobs, queries, rules
from xinqiao.domains.planning.models import ColumnPlan
from xinqiao.domains.planning.tests.test_stages import sign_in
from xinqiao.domains.planning.views import columns as screens
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.tests.factories import (
    NOW,
    ColumnFactory,
    OrganisationFactory,
    person,
)

pytestmark = pytest.mark.django_db
DUE = NOW + dt.timedelta(days=10)
LATE = DUE + dt.timedelta(minutes=1)
ROW = {
    "area": "新闻",
    "name": "部门动态",
    "mode": "built",
    "kind": "dynamic",
    "update_days": 14,
    "note": "",
}


def draft(manager, place, **changes):
    said = {"title": "2027年栏目规划", "is_from_tree": True, "now": NOW} | changes
    return actions.draft_plan(actor=manager, site_id=place.portal.pk, **said)


def row(place, **changes):
    return ROW | {"organisation_id": place.unit.pk} | changes


def sent(manager, place, **changes):
    plan = draft(manager, place, **changes)
    if plan.kind == "plan":
        actions.put_rows(actor=manager, plan_id=plan.pk, rows=[row(place)], now=NOW)
    units = [place.unit.pk, place.office.pk]
    return actions.send_plan(actor=manager, plan_id=plan.pk, due_at=DUE, unit_ids=units, now=NOW)


def answer(user, plan, place, **changes):
    said = {"stance": "agreed", "now": NOW} | changes
    return actions.answer_plan(actor=user, plan_id=plan.pk, organisation_id=place.unit.pk, **said)


def test_a_plan_begins_with_the_columns_as_they_are(place, manager):
    child = ColumnFactory(site=place.portal, parent=place.news, kind="static", update_days=9)
    ColumnFactory(site=place.portal, is_open=False)

    plan = draft(manager, place)

    rows = list(plan.rows.values_list("area", "name", "organisation", "update_days"))
    assert rows == [
        ("", place.news.name, place.office.pk, None),
        (place.news.name, child.name, place.office.pk, None),
    ]
    assert str(plan) == "2027年栏目规划"
    assert str(plan.rows.first()) == place.news.name
    assert AuditEvent.objects.latest("pk").action == "planning.columns_drafted"


def test_lines_are_added_changed_and_taken_out_of_a_draft(place, manager):
    plan = draft(manager, place, is_from_tree=False)
    made = actions.save_row(actor=manager, plan_id=plan.pk, now=NOW, **row(place))

    who = {"actor": manager, "plan_id": plan.pk, "now": NOW}
    actions.save_row(row_id=made.pk, **who, **row(place, name="县直动态"))
    assert [one.name for one in plan.rows.all()] == ["县直动态"]
    actions.remove_row(row_id=made.pk, **who)

    assert not plan.rows.exists()
    with pytest.raises(rules.PlanRefused, match="还没有栏目"):
        actions.send_plan(due_at=DUE, **who)


def test_units_agree_or_object_until_the_due_time(place, manager, head):
    plan = sent(manager, place)
    (waits,) = screens.waiting_answers(head)
    assert (waits.title, waits.due) == (plan.title, DUE)

    answer(head, plan, place)
    changed = answer(head, plan, place, stance="objected", text="请并入政务动态")

    assert (changed.stance, changed.answered_by) == ("objected", head)
    assert str(changed) == f"{plan} → {place.unit}"
    assert list(screens.waiting_answers(head)) == []
    assert list(screens.waiting_answers(place.people["contributor"])) == []
    with pytest.raises(rules.PlanRefused, match="已过截止"):
        answer(head, plan, place, now=LATE)


def test_silence_is_recorded_as_consent_when_the_time_is_over(
    place, manager, head, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        plan = sent(manager, place)
    assert "逾期不反馈视为无意见" in Notification.objects.get(user=head).text
    assert jobs.close_due_plans(now=DUE) == 0

    with django_capture_on_commit_callbacks(execute=True):
        assert jobs.close_due_plans(now=LATE) == 1

    plan.refresh_from_db()
    assert (plan.state, plan.closed_at) == ("closed", LATE)
    outcome = queries.outcome_of(plan)
    assert (outcome.asked, outcome.silent, outcome.consenting, outcome.waiting) == (2, 2, 2, 0)
    told = Notification.objects.filter(user=head).latest("pk").text
    assert "视为无意见" in told
    assert "2个单位没有反馈" in Notification.objects.filter(user=manager).latest("pk").text
    event = AuditEvent.objects.latest("pk")
    assert event.action == "planning.columns_closed"
    assert event.after["silent"] == sorted([place.unit.pk, place.office.pk])
    assert jobs.close_due_plans(now=LATE) == 0
    assert actions.columns._close(plan.pk, LATE) == 0


def test_silence_in_a_survey_is_no_consent(place, manager, head):
    plan = sent(manager, place, kind="survey", details="哪些栏目该合并？", is_from_tree=False)
    with pytest.raises(rules.PlanRefused, match="写明意见"):
        answer(head, plan, place)
    answer(head, plan, place, text="通知和公告可以合并")

    jobs.close_due_plans(now=LATE)

    outcome = queries.outcome_of(plan)
    assert (outcome.agreed, outcome.silent, outcome.consenting) == (1, 1, 1)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"title": " "}, "标题", id="no title"),
        pytest.param({"kind": "survey"}, "问题", id="a survey without questions"),
    ],
)
def test_a_plan_that_says_nothing_is_refused(place, manager, changes, told):
    with pytest.raises(rules.PlanRefused, match=told):
        draft(manager, place, **changes)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"name": " "}, "栏目名称", id="no name"),
        pytest.param({"kind": "other"}, "更新方式", id="no kind"),
        pytest.param({"mode": "other"}, "建设方式", id="no mode"),
        pytest.param({"update_days": 0}, "1至366", id="every day less"),
        pytest.param({"update_days": 367}, "1至366", id="too long"),
        pytest.param({"kind": "static"}, "静态栏目", id="static with days"),
    ],
)
def test_a_line_that_makes_no_sense_is_refused(place, manager, changes, told):
    plan = draft(manager, place)
    with pytest.raises(rules.PlanRefused, match=told):
        actions.put_rows(actor=manager, plan_id=plan.pk, rows=[row(place, **changes)], now=NOW)
    assert plan.rows.count() == 1


def test_more_columns_than_anybody_reads_are_refused(place, manager):
    plan = draft(manager, place)
    rows = [row(place)] * 501
    with pytest.raises(rules.PlanRefused, match="500"):
        actions.put_rows(actor=manager, plan_id=plan.pk, rows=rows, now=NOW)


@pytest.mark.parametrize(
    ("units", "due"),
    [
        pytest.param([], DUE, id="nobody to answer"),
        pytest.param([1], NOW, id="no time"),
        pytest.param([1], NOW + dt.timedelta(days=181), id="too much time"),
    ],
)
def test_a_survey_is_sent_to_somebody_with_time(place, manager, units, due):
    plan = draft(manager, place, kind="survey", details="问题", is_from_tree=False)
    ids = [place.unit.pk for _unit in units]
    with pytest.raises(rules.PlanRefused):
        actions.send_plan(actor=manager, plan_id=plan.pk, due_at=due, unit_ids=ids, now=NOW)


def test_what_was_sent_is_not_changed(place, manager):
    plan = sent(manager, place)
    with pytest.raises(rules.PlanRefused, match="已经发出"):
        actions.put_rows(actor=manager, plan_id=plan.pk, rows=[], now=NOW)


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"stance": "silent"}, "请选择"), ({"stance": "objected"}, "写明意见")],
)
def test_an_answer_says_something(place, manager, head, changes, told):
    with pytest.raises(rules.PlanRefused, match=told):
        answer(head, sent(manager, place), place, **changes)


def test_drafts_are_not_answered_and_strangers_do_nothing(place, manager, head):
    plan = draft(manager, place)
    plan.answers.create(organisation=place.unit)
    with pytest.raises(rules.PlanRefused):
        answer(head, plan, place)
    stranger = person("site_manager", organisation=OrganisationFactory())
    with pytest.raises(PermissionDenied):
        answer(stranger, plan, place)
    with pytest.raises(PermissionDenied):
        actions.put_rows(actor=stranger, plan_id=plan.pk, rows=[], now=NOW)
    with pytest.raises(PermissionDenied):
        draft(stranger, place)


# --- screens


def later():
    return (dt.datetime.now(dt.UTC) + dt.timedelta(days=30)).strftime("%Y-%m-%dT%H:%M")


def table(text):
    return {"file": SimpleUploadedFile("plan.csv", text.encode())}


def test_a_plan_from_draft_to_result_on_screens(place, manager, head):
    client = sign_in(manager)
    new = {"site_id": place.portal.pk, "kind": "plan", "title": "规划", "is_from_tree": "on"}
    assert client.get(reverse("planning:column_plan_new")).status_code == 200
    assert "请" in client.post(reverse("planning:column_plan_new"), {}).content.decode()
    made = client.post(reverse("planning:column_plan_new"), new)
    plan = ColumnPlan.objects.get()
    here = reverse("planning:column_plan", args=[plan.pk])
    assert made["Location"] == here

    upload = reverse("planning:column_rows_import", args=[plan.pk])
    wrong = "栏目,责任单位,更新间隔（天）\n动态,不存在的单位,\n公告," + place.unit.name + ",十四\n"
    client.post(upload, table(wrong))
    told = client.get(here).content.decode()
    assert "第2行：没有这个单位：不存在的单位" in told
    assert "第3行：更新间隔要填数字" in told
    client.post(upload, table("名\n1\n"))
    assert "缺少列" in client.get(here).content.decode()
    client.post(upload)
    assert "请选择文件" in client.get(here).content.decode()
    right = f"栏目,责任单位,建设方式,更新方式\n动态,{place.unit.short_name},共建,动态\n"
    client.post(upload, table(right))
    assert [(r.name, r.mode) for r in plan.rows.all()] == [("动态", "joint")]

    line = reverse("planning:column_row", args=[plan.pk, 0])
    said = {"name": "公告", "organisation": place.unit.pk, "mode": "built", "kind": "static"}
    assert client.get(line).status_code == 200
    assert "静态栏目" in client.post(line, said | {"update_days": "3"}).content.decode()
    assert client.post(line, said).status_code == 302
    last = plan.rows.last()
    client.post(reverse("planning:column_row", args=[plan.pk, last.pk]), {"act": "remove"})
    assert plan.rows.count() == 1

    act = reverse("planning:column_plan_act", args=[plan.pk, "send"])
    bad = client.post(act, {"due_at": later(), "unit_ids": "没有的单位"}).content.decode()
    assert "没有这些单位：没有的单位" in bad
    assert client.post(act, {"due_at": "1999-01-01T00:00"}).status_code == 200
    assert client.post(act, {"due_at": later(), "unit_ids": place.office.name}).status_code == 302

    theirs = sign_in(head)
    assert f"{place.unit.name}的意见" in theirs.get(here).content.decode()
    assert place.office.name + "的意见" not in theirs.get(here).content.decode()
    reply = reverse("planning:column_plan_act", args=[plan.pk, "answer"])
    unit = {"unit": place.unit.pk}
    theirs.post(reply, unit)
    theirs.post(reply, unit | {"stance": "objected"})
    assert "请写明意见" in theirs.get(here).content.decode()
    theirs.post(reply, unit | {"stance": "objected", "text": "并入政务动态"})
    assert theirs.post(reply, {"unit": "x"}).status_code == 404
    assert theirs.get(reverse("planning:column_row", args=[plan.pk, 0])).status_code == 404
    assert theirs.post(upload).status_code == 404

    assert "并入政务动态" in client.get(here).content.decode()
    assert "规划" in client.get(reverse("planning:column_plans")).content.decode()
    for what, cells in (("rows", "动态"), ("answers", "并入政务动态")):
        answer = client.get(reverse("planning:column_plan_export", args=[plan.pk, what]))
        sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
        assert any(cells in map(str, line) for line in sheet.iter_rows(values_only=True))
    assert (
        client.get(reverse("planning:column_plan_export", args=[plan.pk, "other"])).status_code
        == 404
    )


def test_a_survey_uses_the_template(place, manager, head):
    new = {"site_id": place.portal.pk, "kind": "survey", "title": "改进调查"}
    sign_in(manager).post(reverse("planning:column_plan_new"), new)
    plan = ColumnPlan.objects.get()

    assert "哪些群众用得多" in plan.details
    actions.send_plan(
        actor=manager,
        plan_id=plan.pk,
        due_at=DUE + dt.timedelta(days=100),
        unit_ids=[place.unit.pk],
        now=NOW,
    )
    page = sign_in(head).get(reverse("planning:column_plan", args=[plan.pk])).content.decode()
    assert "哪些群众用得多" in page
