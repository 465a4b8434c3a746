"""Column plans for screens: lines from the tree as it stands, what the units said."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from xinqiao.domains.planning import rules
from xinqiao.domains.planning.models import ColumnPlan, PlanAnswer
from xinqiao.kernel.sites.models import Column, Site


@dataclass(frozen=True)
class Outcome:
    """How many units were asked, and what they said; ``consenting`` includes silence to a plan."""

    asked: int
    agreed: int
    objected: int
    silent: int
    waiting: int
    consenting: int


def plan_path(plan: ColumnPlan) -> str:
    """The address of the screen of a plan."""
    return reverse("planning:column_plan", args=[plan.pk])


def rows_from_tree(site: Site) -> list[dict[str, Any]]:
    """The open columns of a site as lines of a plan, in the order of the tree. One query."""
    columns = list(Column.objects.open().filter(site=site).order_by("path", "pk"))
    names = {column.pk: column.name for column in columns}
    return [
        {
            "area": names.get(column.parent_id or 0, ""),
            "name": column.name,
            "organisation_id": column.organisation_id,
            "mode": column.mode,
            "kind": column.kind,
            "update_days": column.update_days if column.kind == Column.Kind.DYNAMIC else None,
            "note": "",
        }
        for column in columns
    ]


def outcome_of(plan: ColumnPlan) -> Outcome:
    """What the units said so far. One query."""
    said = list(plan.answers.values_list("stance", flat=True))
    count = {stance: said.count(stance) for stance in rules.Stance}
    return Outcome(
        asked=len(said),
        agreed=count[rules.Stance.AGREED],
        objected=count[rules.Stance.OBJECTED],
        silent=count[rules.Stance.SILENT],
        waiting=count[rules.Stance.WAITING],
        consenting=sum(rules.consents(plan.kind, stance) for stance in said),
    )


def plans_to_answer(user: Any) -> Iterator[PlanAnswer]:
    """What this person's units were asked and have not answered, what is due first."""
    units = user.organisations_with(*rules.ASKERS)
    if not units:
        return
    rows = PlanAnswer.objects.filter(
        stance=rules.Stance.WAITING, organisation__in=units, plan__state=rules.PlanState.OPEN
    )
    yield from rows.select_related("plan__site").order_by("plan__due_at", "pk")[:20]
