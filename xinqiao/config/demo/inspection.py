"""A week of visits, links to other sites, and the first inspection of all sites."""

import datetime as dt

from django.utils import timezone

from xinqiao.domains.assessment import actions
from xinqiao.domains.assessment.models import SiteVisits, VisitFailure
from xinqiao.domains.portal.models import SiteLink
from xinqiao.kernel.sites.models import Site

VISITS_A_DAY = 24
LINKS = (
    ("above", "中国政府网", "https://www.gov.cn/"),
    ("department", "县教育局", "/sites/education/"),
    ("department", "县卫生健康局", "/sites/health/"),
    ("department", "县水务局", "/sites/water/"),
)


def inspect(sites: dict[str, Site], now: dt.datetime) -> int:
    """Look at all sites as a running installation would have. Returns how many."""
    _links(sites)
    _visits(sites, now)
    return actions.inspect_sites(now=now)


def _links(sites: dict[str, Site]) -> None:
    portal = next(site for site in sites.values() if site.kind == "portal")
    known = [link for link in LINKS if not link[2].startswith("/sites/") or _code(link[2]) in sites]
    SiteLink.objects.bulk_create(
        SiteLink(site=portal, group=group, label=label, address=address, position=position)
        for position, (group, label, address) in enumerate(known, start=1)
    )


def _code(address: str) -> str:
    return address.split("/")[2]


def _visits(sites: dict[str, Site], now: dt.datetime) -> None:
    """Each day's visits; every twentieth site had a bad hour."""
    today, rows, failures = timezone.localdate(now), [], []
    for number, site in enumerate(sites.values()):
        for back in range(1, 8):
            failed = 2 if number % 20 == 7 and back == 2 else 0
            rows.append(
                SiteVisits(
                    site=site,
                    day=today - dt.timedelta(days=back),
                    attempts=VISITS_A_DAY,
                    failures=failed,
                    slowest_milliseconds=90 + (number * 37 + back * 11) % 400,
                )
            )
            at = now - dt.timedelta(days=back)
            failures += [
                VisitFailure(site=site, at=at, reason="超时", milliseconds=15_000)
                for _each in range(failed)
            ]
    SiteVisits.objects.bulk_create(rows)
    VisitFailure.objects.bulk_create(failures)
