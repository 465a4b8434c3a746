"""Answers for the pages of the inspection."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, QuerySet, Sum

from xinqiao.domains.assessment import rules
from xinqiao.domains.assessment.models import (
    Finding,
    SiteLamp,
    SiteReport,
    SiteVisits,
    VisitFailure,
)
from xinqiao.kernel.sites.models import Site

SHOWN_FAILURES = 20


def reports(user: Any, lamp: str = "") -> QuerySet[SiteReport]:
    """The reports a person may read, all or those of one lamp."""
    rows = SiteReport.objects.visible_to(user).select_related("site", "site__organisation")
    return rows.filter(lamp=lamp) if lamp in rules.Lamp.values else rows


def lamp_counts(user: Any) -> dict[str, int]:
    """How many sites there are of each lamp, among those the person reads."""
    rows = SiteReport.objects.visible_to(user).order_by().values_list("lamp")
    found = dict(rows.annotate(count=Count("pk")))
    return {lamp: found.get(lamp, 0) for lamp in rules.Lamp.values}


def ahead_count(user: Any) -> int:
    """How many columns will cross their line within a week."""
    total = SiteReport.objects.visible_to(user).aggregate(total=Sum("ahead"))["total"]
    return total or 0


def findings(
    user: Any, *, level: str = "", defect: str = "", coming_until: dt.date | None = None
) -> QuerySet[Finding]:
    """Open findings a person may read; ``coming_until``: only what is still in order until then."""
    rows = Finding.objects.open().visible_to(user)
    if level in rules.Level.values:
        rows = rows.filter(level=level)
    if defect in rules.Defect.values:
        rows = rows.filter(defect=defect)
    if coming_until is not None:
        rows = rows.exclude(level=rules.Level.FAILED).filter(due_date__lte=coming_until)
    return rows.select_related("site", "organisation", "person")


def findings_of(site: Site, user: Any) -> QuerySet[Finding]:
    """Open findings of one site, the most urgent first."""
    return findings(user).filter(site=site).order_by("due_date", "pk")


def lamps_of(reports_shown: list[SiteReport]) -> dict[int, list[SiteLamp]]:
    """The lamps of these reports, in the order of the vetoes. One query."""
    found: dict[int, list[SiteLamp]] = {report.pk: [] for report in reports_shown}
    order = rules.Veto.values
    rows = SiteLamp.objects.filter(report__in=list(found))
    for lamp in sorted(rows, key=lambda row: order.index(row.veto)):
        found[lamp.report_id].append(lamp)
    return found


def visits_of(site: Site, today: dt.date) -> list[SiteVisits]:
    """The visits of the last week, day by day."""
    since = today - dt.timedelta(days=7)
    return list(SiteVisits.objects.filter(site=site, day__gte=since).order_by("-day"))


def failures_of(site: Site) -> list[VisitFailure]:
    """The failures noted last."""
    return list(VisitFailure.objects.filter(site=site).order_by("-at")[:SHOWN_FAILURES])


def cells(rows: QuerySet[Finding], today: dt.date) -> Iterator[list[Any]]:
    """Findings as rows of a table."""
    for row in rows.iterator(chunk_size=500):
        yield [
            row.site.name,
            row.title,
            row.get_defect_display(),
            row.get_level_display(),
            row.detail,
            row.address,
            row.organisation.name,
            row.person.name if row.person else "",
            row.updated_date or "",
            row.due_date or "",
            "" if row.due_date is None else row.days_left(today),
            row.found_at,
        ]
