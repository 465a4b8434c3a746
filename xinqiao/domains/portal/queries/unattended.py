"""Work that waits where nobody holds the duty: articles in a unit's stages, readers' reports."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, CorrectionReport
from xinqiao.domains.portal.models.corrections import HANDLERS
from xinqiao.kernel.accounts.models import DutyAssignment
from xinqiao.kernel.organisations.models import Organisation


@dataclass(frozen=True)
class Unattended:
    """A unit, what waits there, how much, and the duties of which one would have to be held."""

    organisation: Organisation
    what: str
    count: int
    duties: tuple[str, ...]


def unattended(site_ids: Iterable[int], today: dt.date) -> list[Unattended]:
    """What waits on these sites for duties that nobody holds. Three queries."""
    sites = list(site_ids)
    found = _articles(sites, today) + _reports(sites, today)
    ids = {unit for unit, _what, _count, _duties in found}
    units = Organisation.objects.in_bulk(ids)
    return [Unattended(units[unit], what, count, duties) for unit, what, count, duties in found]


Found = list[tuple[int, str, int, tuple[str, ...]]]


def _nobody(today: dt.date, *duties: str) -> Any:
    held = DutyAssignment.objects.in_force(today).filter(
        organisation=OuterRef("organisation"), duty__in=duties, user__is_active=True
    )
    return ~Exists(held)


def _articles(sites: list[int], today: dt.date) -> Found:
    waits = Q(pk__in=())
    unit_duties = {stage: rules.DUTY_AT[stage] for stage in rules.REVIEW_STAGES}
    unit_duties |= dict.fromkeys(rules.UNIT_STAGES, "contributor")
    for stage, duty in unit_duties.items():
        waits |= Q(_nobody(today, duty), stage=stage)
    rows = Article.objects.filter(waits, site__in=sites).order_by()
    counted = rows.values_list("organisation", "stage").annotate(n=Count("pk"))
    return [
        (unit, str(rules.Stage(stage).label), n, (unit_duties[stage],))
        for unit, stage, n in counted.order_by("organisation", "stage")
    ]


def _reports(sites: list[int], today: dt.date) -> Found:
    rows = CorrectionReport.objects.waiting().filter(_nobody(today, *HANDLERS), site__in=sites)
    counted = rows.order_by().values_list("organisation").annotate(n=Count("pk"))
    return [(unit, "", n, HANDLERS) for unit, n in counted.order_by("organisation")]
