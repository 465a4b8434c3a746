"""Who carries a pushed article, who does not yet, and how late."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Placement, Push
from xinqiao.kernel.sites.models import Column, Site

TAKEN = Q(placements__state__in=rules.FOLLOWING)


@dataclass(frozen=True)
class Carrier:
    """One site that must carry an article; ``lag`` counts from the push, or from the nation's."""

    placement: Placement
    taken_at: dt.datetime | None
    lag: dt.timedelta
    is_late: bool


def push_sites(article: Article) -> QuerySet[Site]:
    """Open sites below the top that could be required to carry the article."""
    root = article.column.site.top
    below = Q(parent=root.pk) | Q(parent__parent=root.pk)
    return Site.objects.open().filter(below).exclude(pk=article.site_id)


def push_targets(
    article: Article, site_ids: Sequence[int] = (), column_type: str = ""
) -> list[Column]:
    """One open column of each wanted site: of this type, else the first that is kept fresh."""
    sites = push_sites(article)
    if site_ids:
        sites = sites.filter(pk__in=site_ids)
    columns = Column.objects.open().filter(site__in=sites, kind="dynamic")
    rows = columns.order_by("position", "pk").values_list("pk", "site_id", "column_type")
    best: dict[int, tuple[bool, int]] = {}
    for pk, site_id, kind in rows:
        fits = bool(column_type) and kind == column_type
        if site_id not in best or (fits and not best[site_id][0]):
            best[site_id] = (fits, pk)
    chosen = Column.objects.filter(pk__in=[pk for _fits, pk in best.values()])
    return list(chosen.select_related("site__parent__parent").order_by("pk"))


def pushes_with_counts(rows: QuerySet[Push]) -> QuerySet[Push]:
    """Each push with the number of its sites (``sites``) and of those that carry it (``taken``)."""
    counted = rows.annotate(sites=Count("placements"), taken=Count("placements", filter=TAKEN))
    return counted.select_related("article", "organisation", "pushed_by")


def carriers(push: Push, *, now: dt.datetime) -> list[Carrier]:
    """Every site that must carry it; who has not taken it stands first, then the slowest."""
    rows = push.placements.select_related("site__organisation", "column", "decided_by")
    found = [_carrier(push, row, now) for row in rows]
    return sorted(found, key=lambda one: (one.taken_at is not None, -one.lag))


def _carrier(push: Push, row: Placement, now: dt.datetime) -> Carrier:
    taken = row.decided_at if row.state in rules.FOLLOWING else None
    lag = max((taken or now) - (push.national_at or push.pushed_at), dt.timedelta(0))
    return Carrier(row, taken, lag, (taken or now) > push.due_at)
