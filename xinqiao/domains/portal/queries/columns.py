"""Columns for screens: what stands in one, which are due, where nobody answers for one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Column, ColumnQuerySet
from xinqiao.kernel.sites.rules import REMIND_DAYS

MOST_KEPT = 500  # columns of one keeper


@dataclass(frozen=True)
class Contents:
    """What stands in a column and below it: numbers of columns and articles."""

    below: int
    online: int
    in_work: int


@dataclass(frozen=True)
class Kept:
    """A column with the days left until it is due: 0 today, negative when overdue, None never."""

    column: Column
    due: dt.date | None
    days_left: int | None

    @property
    def is_near(self) -> bool:
        return self.days_left is not None and self.days_left <= REMIND_DAYS


def contents_of(column: Column) -> Contents:
    """What closing the column would touch."""
    branch = Column.objects.subtree(column).order_by().values("pk")
    in_work = Article.objects.filter(column__in=branch).exclude(stage=rules.Stage.DONE)
    online = Placement.objects.filter(column__in=branch, state=rules.PlacementState.ONLINE)
    return Contents(branch.count() - 1, online.count(), in_work.count())


def kept_by(user: Any, *, today: dt.date) -> list[Kept]:
    """Open columns for which this person answers, the most urgent first."""
    rows = Column.objects.open().filter(keeper=user, site__is_open=True)
    columns = rows.select_related("site").order_by("pk")[:MOST_KEPT]
    return in_order([_kept(column, today) for column in columns])


def overdue_on(user: Any, *, today: dt.date) -> list[Kept]:
    """Columns past their day on the sites that this person manages, the worst first."""
    managed = _managed(user)
    rows = managed.filter(is_overdue(managed, today)).select_related("site", "keeper")
    return in_order([_kept(column, today) for column in rows.order_by("pk")[:MOST_KEPT]])


def is_overdue(columns: ColumnQuerySet, today: dt.date) -> Q:
    """``rules.due_date`` before today, in terms of the database: one part for each interval."""
    condition = Q(kind=Column.Kind.STATIC, review_by__lt=today)
    intervals = columns.filter(update_days__gt=0).order_by().values_list("update_days", flat=True)
    for days in intervals.distinct():
        day = today - dt.timedelta(days=days or 0)
        first = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
        late = Q(last_published_at__lt=first) | Q(last_published_at=None, opened_at__lt=first)
        condition |= Q(kind=Column.Kind.DYNAMIC, update_days=days) & late
    return condition


def in_order(rows: list[Kept]) -> list[Kept]:
    """The least days left first, those without a rule last."""
    return sorted(rows, key=lambda row: (row.days_left is None, row.days_left or 0, row.column.pk))


def without_keeper(user: Any) -> ColumnQuerySet:
    """Open columns of the user's sites for which nobody answers who may still sign in."""
    rows = _managed(user).filter(Q(keeper=None) | Q(keeper__is_active=False))
    return rows.select_related("site", "organisation", "keeper").order_by("site_id", "path")


def _managed(user: Any) -> ColumnQuerySet:
    managed = sites.sites_managed_by(user).open().order_by().values("pk")
    return Column.objects.open().filter(site__in=managed)


def _kept(column: Column, today: dt.date) -> Kept:
    due = column.due_date
    return Kept(column, due, (due - today).days if due else None)
