"""A plan of columns: drafted, sent to the units, answered by them, closed when its time is over."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.planning import policies, queries, rules
from xinqiao.domains.planning.models import ColumnPlan, PlanAnswer, PlannedColumn
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.notifications import actions as notifications
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites.models import Site

Row = Mapping[str, Any]


@transaction.atomic
def draft_plan(
    *,
    actor: User,
    site_id: int,
    title: str,
    now: dt.datetime,
    kind: str = rules.PlanKind.PLAN,
    details: str = "",
    is_from_tree: bool = False,
) -> ColumnPlan:
    """Begin a plan, from the present columns if wanted. Raises PermissionDenied, PlanRefused."""
    site = Site.objects.select_related("parent__parent").get(pk=site_id)
    require(policies.can_draft(actor, site))
    rules.check_heading(title, kind, details)
    plan = ColumnPlan(site=site, organisation_id=site.organisation_id, kind=rules.PlanKind(kind))
    plan.title, plan.details = title.strip(), details.strip()
    plan.created_by, plan.created_at = actor, now
    plan.save()
    rows = queries.rows_from_tree(site) if is_from_tree else []
    rules.check_count(len(rows))
    _write(plan, rows)
    _record("columns_drafted", plan, actor, now, after={"rows": len(rows)})
    return plan


@transaction.atomic
def put_rows(*, actor: User, plan_id: int, rows: Sequence[Row], now: dt.datetime) -> int:
    """Replace all lines of a draft; returns how many. Raises PermissionDenied, PlanRefused."""
    plan = _draft(actor, plan_id)
    rules.check_count(len(rows))
    for row in rows:
        _check(row)
    plan.rows.all().delete()
    _write(plan, rows)
    _record("columns_changed", plan, actor, now, after={"rows": len(rows)})
    return len(rows)


@transaction.atomic
def save_row(
    *, actor: User, plan_id: int, now: dt.datetime, row_id: int | None = None, **facts: Any
) -> PlannedColumn:
    """Add a line to a draft, or change one. Raises PermissionDenied, PlanRefused."""
    plan = _draft(actor, plan_id)
    _check(facts)
    last = plan.rows.count()
    rules.check_count(last + (row_id is None))
    row = plan.rows.get(pk=row_id) if row_id else PlannedColumn(plan=plan, position=last)
    for name, value in facts.items():
        setattr(row, name, value)
    row.save()
    _record("columns_changed", plan, actor, now, after={"row": row.name})
    return row


@transaction.atomic
def remove_row(*, actor: User, plan_id: int, row_id: int, now: dt.datetime) -> None:
    """Take a line out of a draft. Raises PermissionDenied, PlanRefused."""
    plan = _draft(actor, plan_id)
    row = plan.rows.get(pk=row_id)
    _record("columns_changed", plan, actor, now, before={"row": row.name})
    row.delete()


@transaction.atomic
def send_plan(
    *,
    actor: User,
    plan_id: int,
    due_at: dt.datetime,
    now: dt.datetime,
    unit_ids: Iterable[int] = (),
) -> ColumnPlan:
    """Ask the units of the lines, and ``unit_ids``, until a moment.

    Raises PermissionDenied, PlanRefused.
    """
    plan = _draft(actor, plan_id)
    rows = list(plan.rows.values_list("organisation_id", flat=True))
    units = Organisation.objects.active().filter(pk__in={*rows, *unit_ids}).order_by("path", "pk")
    chosen = list(units)
    rules.check_sending(kind=plan.kind, rows=len(rows), units=len(chosen), due_at=due_at, now=now)
    PlanAnswer.objects.bulk_create(PlanAnswer(plan=plan, organisation=unit) for unit in chosen)
    plan.state, plan.sent_at, plan.due_at = rules.PlanState.OPEN, now, due_at
    plan.save(update_fields=["state", "sent_at", "due_at"])
    _record("columns_sent", plan, actor, now, after={"due": due_at, "units": len(chosen)})
    text = _("请反馈：%(title)s。逾期不反馈视为无意见。")
    if plan.kind == rules.PlanKind.SURVEY:
        text = _("请答复调查：%(title)s。")
    _tell_units(plan, (unit.pk for unit in chosen), "asked", text % {"title": plan.title}, now)
    return plan


@transaction.atomic
def answer_plan(
    *,
    actor: User,
    plan_id: int,
    organisation_id: int,
    stance: str,
    now: dt.datetime,
    text: str = "",
) -> PlanAnswer:
    """Say what a unit thinks; until the due time it may be said anew.

    Raises PermissionDenied, PlanRefused.
    """
    plan = _locked(plan_id)
    answer = plan.answers.select_related("organisation").get(organisation=organisation_id)
    require(policies.can_answer(actor, organisation_id))
    rules.check_answer(
        state=plan.state, kind=plan.kind, due_at=plan.due_at, stance=stance, text=text, now=now
    )
    answer.stance, answer.text = rules.Stance(stance), text.strip()
    answer.answered_by, answer.answered_at = actor, now
    answer.save(update_fields=["stance", "text", "answered_by", "answered_at"])
    unit = {"unit": organisation_id, "stance": stance}
    _record("columns_answered", plan, actor, now, after=unit)
    return answer


def close_due_plans(*, now: dt.datetime) -> int:
    """Close what is due and record who was silent. Returns how many plans."""
    due = ColumnPlan.objects.due(now).order_by("pk").values_list("pk", flat=True)
    return sum(_close(pk, now) for pk in due)


@transaction.atomic
def _close(plan_id: int, now: dt.datetime) -> int:
    rows = ColumnPlan.objects.select_for_update(of=("self",)).select_related("created_by")
    plan = rows.due(now).filter(pk=plan_id).first()
    if plan is None:
        return 0
    waiting = plan.answers.filter(stance=rules.Stance.WAITING)
    silent = list(waiting.order_by("pk").values_list("organisation_id", flat=True))
    waiting.update(stance=rules.Stance.SILENT)
    plan.state, plan.closed_at = rules.PlanState.CLOSED, now
    plan.save(update_fields=["state", "closed_at"])
    _record("columns_closed", plan, None, now, after={"silent": silent})
    is_plan = plan.kind == rules.PlanKind.PLAN
    told = _("已截止，未反馈，视为无意见：%s") if is_plan else _("已截止，未答复：%s")
    _tell_units(plan, silent, "silent", told % plan.title, now)
    facts = {"title": plan.title, "count": len(silent)}
    done = _("已截止：%(title)s，%(count)d个单位没有反馈") % facts
    _tell([plan.created_by], plan, "closed", done, now)
    return 1


def _check(row: Row) -> None:
    rules.check_row(row["name"], row["kind"], row["mode"], row["update_days"])


def _write(plan: ColumnPlan, rows: Sequence[Row]) -> None:
    PlannedColumn.objects.bulk_create(
        PlannedColumn(plan=plan, position=number, **row) for number, row in enumerate(rows)
    )


def _locked(plan_id: int) -> ColumnPlan:
    return ColumnPlan.objects.select_for_update(of=("self",)).get(pk=plan_id)


def _draft(actor: User, plan_id: int) -> ColumnPlan:
    plan = _locked(plan_id)
    require(policies.can_run_plan(actor, plan))
    rules.check_draft(plan.state)
    return plan


def _record(act: str, plan: ColumnPlan, actor: User | None, now: dt.datetime, **facts: Any) -> None:
    audit.record(
        action=f"planning.{act}",
        actor=actor,
        target=plan,
        at=now,
        organisation_id=plan.organisation_id,
        **facts,
    )


def _tell_units(
    plan: ColumnPlan, units: Iterable[int], what: str, text: str, now: dt.datetime
) -> None:
    _tell(queries.speakers_of(units, timezone.localdate(now)), plan, what, text, now)


def _tell(people: Iterable[User], plan: ColumnPlan, what: str, text: str, now: dt.datetime) -> None:
    notifications.notify_all(
        people,
        kind="planning.columns",
        text=text,
        url=queries.plan_path(plan),
        now=now,
        once_key=f"planning.columns:{plan.pk}:{what}",
    )
