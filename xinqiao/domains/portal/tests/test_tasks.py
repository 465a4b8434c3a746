"""Tasks given to units: answered by the liaison, sent back, urged, closed."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import Task
from xinqiao.domains.portal.tests.factories import NOW
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.tests.factories import OrganisationFactory, person

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def liaison(place):
    return person("liaison", organisation=place.unit)


def give(place, **facts):
    facts = {"unit_ids": [place.unit.pk], "due_at": NOW + DAY, "title": "解读养老补贴办法"} | facts
    return actions.give_task(
        actor=facts.pop("actor", place.fresh("editor")),
        organisation_id=place.office.pk,
        kind="interpretation",
        now=NOW,
        **facts,
    )


def reply(task, user, **facts):
    part = task.units.get()
    return actions.reply_task(
        actor=user, task_unit_id=part.pk, reply=facts.get("reply", "已完成"), now=NOW
    )


def labels(user):
    return [row.label for row in queries.todo_for(user)]


def test_task_waits_for_the_liaison_of_the_unit_with_its_day(
    place, liaison, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        task = give(place)

    row = queries.todo_for(liaison)[0]
    assert (row.subject, row.label, row.due) == ("task", "任务", NOW + DAY)
    assert Notification.objects.get(user=liaison).url == f"/manage/tasks/{task.pk}/"
    assert (str(task), str(task.units.get())) == (task.title, f"{task} → {place.unit}")
    assert not queries.todo_for(person("liaison", organisation=OrganisationFactory()))


def test_reply_goes_to_the_giver_who_closes(place, liaison, django_capture_on_commit_callbacks):
    task = give(place)

    with django_capture_on_commit_callbacks(execute=True):
        reply(task, liaison)

    assert labels(liaison) == []
    assert labels(place.fresh("editor")) == ["任务待办结"]
    assert Notification.objects.filter(user=place.people["editor"]).exists()
    closed = actions.close_task(actor=place.fresh("editor"), task_id=task.pk, now=NOW)
    assert closed.closed_at == NOW
    assert labels(place.fresh("editor")) == []
    assert AuditEvent.objects.latest("pk").action == "portal.task_closed"


def test_reply_sent_back_waits_again_with_its_reason(place, liaison):
    task = give(place)
    part = reply(task, liaison)

    actions.return_reply(
        actor=place.fresh("editor"), task_unit_id=part.pk, reason="请附图表", now=NOW
    )

    assert labels(liaison) == ["任务退回"]
    assert reply(task, liaison).returned_reason == ""


def test_urging_counts_and_shows(place, liaison):
    task = give(place)

    assert actions.urge_task(actor=place.fresh("editor"), task_id=task.pk, now=NOW) == 1

    assert labels(liaison) == ["催办"]
    assert task.units.get().urged_count == 1


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"title": " "}, "请写明"),
        ({"due_at": NOW}, "期限"),
        ({"due_at": NOW + 400 * DAY}, "期限"),
        ({"unit_ids": []}, "承办单位"),
    ],
)
def test_task_without_words_day_or_unit_is_refused(place, facts, says):
    with pytest.raises(rules.TaskRefused, match=says):
        give(place, **facts)


def test_unit_outside_the_field_gets_no_task(place):
    with pytest.raises(rules.TaskRefused, match="承办单位"):
        give(place, unit_ids=[OrganisationFactory().pk])


def test_what_does_not_fit_is_refused(place, liaison):
    task, editor = give(place), place.fresh("editor")
    part = task.units.get()
    returning = {"actor": editor, "task_unit_id": part.pk, "now": NOW}

    with pytest.raises(rules.TaskRefused, match="还没有回复"):
        actions.return_reply(reason="因", **returning)
    with pytest.raises(rules.TaskRefused, match="填写内容"):
        reply(task, liaison, reply=" ")
    with pytest.raises(rules.TaskRefused, match="还有1个单位"):
        actions.close_task(actor=editor, task_id=task.pk, now=NOW)
    reply(task, liaison)
    with pytest.raises(rules.TaskRefused, match="已经回复"):
        reply(task, liaison)
    with pytest.raises(rules.TaskRefused, match="填写内容"):
        actions.return_reply(reason=" ", **returning)


def test_closed_early_with_a_reason_nothing_more_happens(place, liaison):
    task, editor = give(place), place.fresh("editor")
    actions.close_task(actor=editor, task_id=task.pk, reason="改由县政府办统一解读", now=NOW)

    assert labels(liaison) == []
    with pytest.raises(rules.TaskRefused, match="已办结"):
        reply(task, liaison)
    with pytest.raises(rules.TaskRefused, match="已办结"):
        actions.urge_task(actor=editor, task_id=task.pk, now=NOW)


def test_strangers_do_nothing(place, liaison):
    task = give(place)
    far = person("editor", "liaison", organisation=OrganisationFactory())
    part = task.units.get()

    for act in (
        lambda: give(place, actor=far),
        lambda: reply(task, far),
        lambda: reply(task, place.fresh("contributor")),
        lambda: actions.return_reply(actor=liaison, task_unit_id=part.pk, reason="因", now=NOW),
        lambda: actions.urge_task(actor=far, task_id=task.pk, now=NOW),
        lambda: actions.close_task(actor=liaison, task_id=task.pk, now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Task.objects.visible_to(far).exists()
    assert Task.objects.visible_to(liaison).get() == task


@pytest.mark.parametrize(("replied", "late"), [(NOW, False), (NOW + 2 * DAY, True), (None, True)])
def test_late_is_what_comes_after_the_day(replied, late):
    assert rules.is_late(NOW + DAY, replied, now=NOW + 3 * DAY) == late


# --- screens


def test_task_is_given_answered_and_closed_on_the_screens(place, liaison, time_machine):
    time_machine.move_to(NOW)
    desk, unit = as_(place, "editor"), client_of(liaison)
    form = {
        "organisation_id": place.office.pk,
        "kind": "opinion",
        "title": "核实网传停水消息",
        "due_at": "2026-12-01T08:00",
        "unit_ids": "没有的局",
    }

    wrong = desk.post("/manage/tasks/new/", form)
    past = desk.post(
        "/manage/tasks/new/",
        form | {"unit_ids": place.unit.short_name, "due_at": "2020-01-01T08:00"},
    )
    made = desk.post("/manage/tasks/new/", form | {"unit_ids": place.unit.short_name})
    task = Task.objects.get()
    part = {"part": task.units.get().pk}

    assert "没有的局" in wrong.content.decode()
    assert "期限须晚于" in past.content.decode()
    assert made.status_code == 302
    assert "核实网传" in unit.get("/manage/").content.decode()
    assert "核实网传" in unit.get("/manage/tasks/").content.decode()
    refused = unit.post(f"{made.url}acts/close/", {"text": "因"}, follow=True)
    assert "职责不能" in refused.content.decode()
    unit.post(f"{made.url}acts/reply/", part | {"text": "消息不实，已发布说明"})
    assert "消息不实" in desk.get(made.url).content.decode()
    desk.post(f"{made.url}acts/return/", part | {"text": "请附依据"})
    assert "请附依据" in unit.get(made.url).content.decode()
    desk.post(f"{made.url}acts/urge/", {})
    unit.post(f"{made.url}acts/reply/", part | {"text": "附水务公司公告"})
    desk.post(f"{made.url}acts/close/", {})
    assert "核实网传" in desk.get("/manage/tasks/?tab=closed").content.decode()


def test_bad_posts_are_answered_in_words(place, liaison):
    task = give(place)
    client = client_of(liaison)
    address = f"/manage/tasks/{task.pk}/acts/"

    assert client.post(f"{address}nonsense/", {}).status_code == 404
    assert client.post(f"{address}reply/", {"text": "好", "part": 999_999}).status_code == 404
    wrong = client.post(f"{address}reply/", {"part": "x"}, follow=True)
    assert "读不懂" in wrong.content.decode()


def test_a_unit_does_not_see_another_units_reply(place, liaison):
    other = OrganisationFactory(parent=place.office)
    task = give(place, unit_ids=[place.unit.pk, other.pk])
    there = person("liaison", organisation=other)
    actions.reply_task(
        actor=there, task_unit_id=task.units.get(organisation=other).pk, reply="别家内容", now=NOW
    )

    assert "别家内容" not in client_of(liaison).get(f"/manage/tasks/{task.pk}/").content.decode()
