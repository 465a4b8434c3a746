"""Tasks: given to units, answered, sent back, urged, closed."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, queries, rules
from xinqiao.domains.portal.models import Task, TaskUnit
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.notifications import actions as notifications


@transaction.atomic
def give_task(
    *,
    actor: User,
    organisation_id: int,
    kind: str,
    title: str,
    due_at: dt.datetime,
    unit_ids: Sequence[int],
    now: dt.datetime,
    details: str = "",
) -> Task:
    """Give a task to units of one's field. Raises PermissionDenied, rules.TaskRefused."""
    require(policies.can_give_tasks(actor, organisation_id))
    units = queries.task_targets(organisation_id).filter(pk__in=unit_ids)
    chosen = list(units.order_by("path", "pk"))
    rules.check_task(title, due_at, len(chosen), now=now)
    task = Task.objects.create(
        kind=rules.TaskKind(kind),
        title=title.strip(),
        details=details.strip(),
        organisation_id=organisation_id,
        created_by=actor,
        created_at=now,
        due_at=due_at,
    )
    TaskUnit.objects.bulk_create(TaskUnit(task=task, organisation=unit) for unit in chosen)
    _record("task_given", task, actor, now, after={"units": [unit.pk for unit in chosen]})
    _tell_liaisons(task, (unit.pk for unit in chosen), _("新任务：%(title)s"), now)
    return task


@transaction.atomic
def reply_task(*, actor: User, task_unit_id: int, reply: str, now: dt.datetime) -> TaskUnit:
    """Answer for one's unit. Raises PermissionDenied, rules.TaskRefused."""
    part = _locked_part(task_unit_id)
    require(policies.can_reply_task(actor, part))
    rules.check_open(part.task.closed_at)
    rules.check_unreplied(part.replied_at)
    rules.check_text(reply)
    part.reply, part.replied_by, part.replied_at = reply.strip(), actor, now
    part.returned_reason = ""
    part.save(update_fields=["reply", "replied_by", "replied_at", "returned_reason"])
    _record("task_replied", part.task, actor, now, after={"unit": part.organisation_id})
    text = _("%(unit)s已回复任务：%(title)s") % {
        "unit": part.organisation.short_name,
        "title": part.task.title,
    }
    _tell(part.task, [part.task.created_by], "task_replied", text, now)
    return part


@transaction.atomic
def return_reply(*, actor: User, task_unit_id: int, reason: str, now: dt.datetime) -> TaskUnit:
    """Send a unit's reply back with a reason. Raises as reply_task."""
    part = _locked_part(task_unit_id)
    require(policies.can_settle_task(actor, part.task))
    rules.check_open(part.task.closed_at)
    rules.check_replied(part.replied_at)
    rules.check_text(reason)
    told = part.replied_by
    part.replied_at, part.returned_reason = None, reason.strip()[:300]
    part.save(update_fields=["replied_at", "returned_reason"])
    after = {"unit": part.organisation_id}
    _record("task_reply_returned", part.task, actor, now, after=after, reason=reason)
    text = _("任务“%(title)s”的回复被退回：%(reason)s")
    facts = {"title": part.task.title, "reason": reason}
    _tell(part.task, [told], "task_returned", text % facts, now)
    return part


@transaction.atomic
def urge_task(*, actor: User, task_id: int, now: dt.datetime) -> int:
    """Remind the units that have not replied. Returns how many. Raises as reply_task."""
    task = _locked(task_id)
    require(policies.can_settle_task(actor, task))
    rules.check_open(task.closed_at)
    parts = list(task.units.filter(replied_at=None))
    for part in parts:
        part.urged_at, part.urged_count = now, part.urged_count + 1
    TaskUnit.objects.bulk_update(parts, ["urged_at", "urged_count"], 500)
    units = [part.organisation_id for part in parts]
    _record("task_urged", task, actor, now, after={"units": units})
    _tell_liaisons(task, units, _("催办：%(title)s"), now)
    return len(parts)


@transaction.atomic
def close_task(*, actor: User, task_id: int, now: dt.datetime, reason: str = "") -> Task:
    """Close a task; early, with a reason. Raises as reply_task."""
    task = _locked(task_id)
    require(policies.can_settle_task(actor, task))
    rules.check_open(task.closed_at)
    rules.check_close(task.units.filter(replied_at=None).count(), reason)
    task.closed_at, task.closed_reason = now, reason.strip()[:300]
    task.save(update_fields=["closed_at", "closed_reason"])
    _record("task_closed", task, actor, now, reason=reason)
    return task


def _locked(task_id: int) -> Task:
    return Task.objects.select_for_update(of=("self",)).get(pk=task_id)


def _locked_part(task_unit_id: int) -> TaskUnit:
    """A unit's part, after the lock of its task."""
    task = _locked(TaskUnit.objects.values_list("task_id", flat=True).get(pk=task_unit_id))
    rows = TaskUnit.objects.select_for_update(of=("self",))
    part = rows.select_related("organisation", "replied_by").get(pk=task_unit_id)
    part.task = task
    return part


def _record(act: str, task: Task, actor: User, now: dt.datetime, **facts: Any) -> None:
    audit.record(
        action=f"portal.{act}",
        actor=actor,
        target=task,
        at=now,
        organisation_id=task.organisation_id,
        **facts,
    )


def _tell_liaisons(task: Task, units: Iterable[int], text: str, now: dt.datetime) -> None:
    people = queries.holders(rules.LIAISON, units, timezone.localdate(now))
    _tell(task, people, "task", text % {"title": task.title}, now)


def _tell(
    task: Task, people: Iterable[User | None], kind: str, text: str, now: dt.datetime
) -> None:
    notifications.notify_all(
        people,
        kind=f"portal.{kind}",
        text=text,
        url=queries.task_path(task),
        now=now,
        once_key=f"portal.{kind}:{task.pk}:{now.isoformat()}",
    )
