"""How columns do: articles, last update, visits now and before; those nobody visits."""

import datetime as dt
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Column, ColumnVisits, PageVisits, Site

PERIODS = (7, 30, 90, 365)  # days
TOP_PAGES = 20


def column_statistics(site: Site, *, today: dt.date, days: int) -> QuerySet[Column]:
    """Columns of a site with ``visited`` in the last ``days`` and ``visited_before`` that."""
    since, before = today - dt.timedelta(days=days), today - dt.timedelta(days=2 * days)

    def visits(**period: Any) -> Coalesce:
        within = Q(**{f"visits__day__{name}": day for name, day in period.items()})
        return Coalesce(Sum("visits__count", filter=within), Value(0))

    rows = site.columns.select_related("organisation", "keeper").order_by("path")
    return rows.annotate(
        visited=visits(gt=since, lte=today), visited_before=visits(gt=before, lte=since)
    )


def unvisited(user: Any, *, today: dt.date, days: int) -> QuerySet[Column]:
    """Open columns of the user's sites, older than ``days``, that nobody visited in that time."""
    since = today - dt.timedelta(days=days)
    managed = sites.sites_managed_by(user).open().order_by().values("pk")
    visited = ColumnVisits.objects.filter(column=OuterRef("pk"), day__gt=since)
    young = Q(opened_at__date__gt=since)
    rows = Column.objects.open().filter(~Exists(visited), site__in=managed).exclude(young)
    return rows.select_related("site", "organisation", "keeper").order_by("site_id", "path")


def top_pages(site: Site, *, today: dt.date, days: int) -> list[Any]:
    """The most visited pages of a site: path and visits."""
    since = today - dt.timedelta(days=days)
    rows = PageVisits.objects.filter(site=site, day__gt=since, day__lte=today)
    return list(rows.values("path").annotate(visited=Sum("count")).order_by("-visited")[:TOP_PAGES])
