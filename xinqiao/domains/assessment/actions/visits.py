"""Visiting the home page of every site, and counting how often in vain."""

import datetime as dt
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from xinqiao.domains.assessment.adapters.visiting import Visit, visit
from xinqiao.domains.assessment.models import SiteVisits, VisitFailure
from xinqiao.kernel.press.places import internal_prefix
from xinqiao.kernel.sites.models import Site

BATCH = 200
AT_ONCE = 4
KEPT_DAYS = 92


def visit_sites(*, now: dt.datetime, batch: int = BATCH) -> int:
    """Visit every open site once; without an address (``XINQIAO_VISIT_ADDRESS``) none.

    Returns how many were visited.
    """
    last, count = 0, 0
    if not settings.XINQIAO_VISIT_ADDRESS:
        return 0
    while sites := list(Site.objects.open().filter(pk__gt=last).order_by("pk")[:batch]):
        note_visits(visits=_visited(sites), now=now)
        last, count = sites[-1].pk, count + len(sites)
    forgotten = timezone.localdate(now) - dt.timedelta(days=KEPT_DAYS)
    SiteVisits.objects.filter(day__lt=forgotten).delete()
    VisitFailure.objects.filter(at__lt=now - dt.timedelta(days=KEPT_DAYS)).delete()
    return count


def _visited(sites: Sequence[Site]) -> list[tuple[int, Visit]]:
    """Visit some sites, a few at once; no transaction is open meanwhile."""
    paths = [f"{internal_prefix(site)}/" for site in sites]
    host = next((host for host in settings.ALLOWED_HOSTS if host[:1] not in "*."), "localhost")
    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = pool.map(
            lambda path: visit(settings.XINQIAO_VISIT_ADDRESS, path, host=host), paths
        )
        return [(site.pk, answer) for site, answer in zip(sites, answers, strict=True)]


@transaction.atomic
def note_visits(*, visits: Sequence[tuple[int, Visit]], now: dt.datetime) -> None:
    """Write visits into the ledger: counts of the day, and each failure."""
    day = timezone.localdate(now)
    SiteVisits.objects.bulk_create(
        [SiteVisits(site_id=site, day=day) for site, _visit in visits], ignore_conflicts=True
    )
    made_at = dict(visits)
    rows = list(SiteVisits.objects.select_for_update().filter(day=day, site__in=list(made_at)))
    for row in rows:
        made = made_at[row.site_id]
        row.attempts += 1
        row.failures += bool(made.reason)
        row.slowest_milliseconds = max(row.slowest_milliseconds, made.milliseconds)
    SiteVisits.objects.bulk_update(rows, ["attempts", "failures", "slowest_milliseconds"])
    VisitFailure.objects.bulk_create(
        VisitFailure(site_id=site, at=now, reason=made.reason, milliseconds=made.milliseconds)
        for site, made in visits
        if made.reason
    )
