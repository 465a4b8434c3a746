"""The workflow of each column: what waits at which step, for whom, since when (P03)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.queries.todo import WAITING
from xinqiao.kernel.accounts.models import DutyAssignment
from xinqiao.kernel.sites.models import Column, ColumnGrant

SHOWN = 100
LAST = (rules.EDITING.duty, rules.PUBLISH.duty)
Names = dict[tuple[str, int], list[tuple[int, str]]]


@dataclass(frozen=True)
class Way:
    """The steps of one class in a column, each with the people who take it."""

    label: str
    steps: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class WaitingArticle:
    """One article on its way, and who is next."""

    article: Article
    people: tuple[str, ...]


@dataclass(frozen=True)
class UnitShare:
    """What one unit has brought to a column."""

    name: str
    waiting: int
    returned: int
    online: int


def columns_at_work(user: Any) -> list[dict[str, Any]]:
    """Columns in which articles wait that the person may see: how many, since when at most."""
    rows = Article.objects.visible_to(user).filter(stage__in=WAITING).order_by()
    found = rows.values("column", "column__name", "site__name").annotate(
        waiting=Count("pk"), oldest=Min("stage_since")
    )
    return list(found.order_by("oldest", "column")[:SHOWN])


def ways(column: Column, today: dt.date) -> list[Way]:
    """For each class, its steps in this column with names; for texts of the column's own unit."""
    names = people_by_post(column, {column.organisation_id}, today)
    return [
        Way(
            str(content_class.label),
            tuple(
                (step.label.removeprefix("待"), _who(names, column, step, column.organisation_id))
                for step in (*rules.steps_of(content_class), rules.PUBLISH)
            ),
        )
        for content_class in rules.ContentClass
    ]


def waiting_in(column: Column, user: Any, today: dt.date) -> list[WaitingArticle]:
    """Articles of a column on their way that the person may see, the longest waiting first."""
    rows = Article.objects.visible_to(user).filter(column=column, stage__in=WAITING)
    rows = rows.select_related("organisation", "created_by").defer("body", "summary")
    articles = list(rows.order_by("stage_since", "pk")[:SHOWN])
    names = people_by_post(column, {article.organisation_id for article in articles}, today)
    return [WaitingArticle(article, _next(names, column, article)) for article in articles]


def _next(names: Names, column: Column, article: Article) -> tuple[str, ...]:
    if article.stage == rules.Stage.RETURNED:
        return (article.created_by.get_full_name(),)
    is_last = article.stage == rules.Stage.APPROVED
    step = rules.PUBLISH if is_last else rules.STEP_AT[article.stage]
    barred = article.barred[step.code]
    return _who(names, column, step, article.organisation_id, barred)


def _who(
    names: Names,
    column: Column,
    step: rules.Step,
    organisation_id: int,
    barred: frozenset[int] = frozenset(),
) -> tuple[str, ...]:
    at_desk = step in {rules.EDITING, rules.PUBLISH}
    found = names.get((step.duty, 0 if at_desk else organisation_id), [])
    return tuple(name for pk, name in found if pk not in barred)


def people_by_post(column: Column, units: Iterable[int], today: dt.date) -> Names:
    """Who holds which duty in these units, and at the column's desk (there as unit 0)."""
    desk = {(duty, column.site.desk.organisation_id) for duty in LAST}
    for grant in ColumnGrant.objects.filter(column__in=column.ancestor_ids):
        if grant.with_subtree or grant.column_id == column.pk:
            desk |= {(duty, grant.organisation_id) for duty in LAST if duty in grant.duties}
    at_desk = Q(organisation__in={unit for _duty, unit in desk}, duty__in=LAST)
    rows = DutyAssignment.objects.in_force(today).filter(
        Q(organisation__in=set(units)) | at_desk, user__is_active=True
    )
    found: Names = defaultdict(list)
    for row in rows.select_related("user").order_by("user"):
        person = (row.user_id, row.user.get_full_name())
        post = (row.duty, row.organisation_id)
        if row.duty in LAST:
            post = (row.duty, 0 if post in desk else -1)
        if person not in found[post]:
            found[post].append(person)
    return dict(found)


def shares(column: Column) -> list[UnitShare]:
    """What each unit has brought to a column, most first: a jointly built one has many."""
    rows = Article.objects.filter(column=column).order_by()
    counted = rows.values("organisation__short_name").annotate(
        waiting=Count("pk", filter=Q(stage__in=rules.REVIEW_STAGES | rules.DESK_STAGES)),
        returned=Count("pk", filter=Q(stage=rules.Stage.RETURNED)),
        online=Count("pk", filter=Q(public_state=rules.PublicState.ONLINE)),
    )
    return [
        UnitShare(row["organisation__short_name"], row["waiting"], row["returned"], row["online"])
        for row in counted.order_by("-online", "organisation__short_name")[:SHOWN]
    ]


def known_columns(user: Any, columns: QuerySet[Column]) -> QuerySet[Column]:
    """Of these columns, those in which the person may see something at work, or that he keeps."""
    at_work = Article.objects.visible_to(user).order_by().values("column")
    return columns.filter(Q(pk__in=at_work) | Q(keeper=user))
