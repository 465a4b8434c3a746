"""Features of the county's sites: the first stage is over, the second is planned, one is asked."""

import datetime as dt

from xinqiao.config.demo.people import People
from xinqiao.domains.planning import actions
from xinqiao.kernel.sites.models import Site

ASKING = "civil-affairs"
LATER = (ASKING, "education", "culture")  # units whose feeds begin with the second stage


def plan_stages(sites: dict[str, Site], staff: People, now: dt.datetime, today: dt.date) -> int:
    """Switch feeds off where the second stage will bring them. Returns how many stages wait."""
    chosen = [site for site in sites.values() if site.organisation.code in LATER]
    for number, site in enumerate(chosen, start=1):
        _plan(staff, site, now, day=today, is_on=False, reason="第一阶段先保证栏目更新。")
        if site.organisation.code != ASKING:
            day = today + dt.timedelta(days=20 * number)
            _plan(staff, site, now, day=day, is_on=True, reason="第二阶段开通栏目订阅。")
    actions.ask_feature(
        actor=staff.of(ASKING, "head"),
        site_id=next(site.pk for site in chosen if site.organisation.code == ASKING),
        feature="feeds",
        is_on=True,
        reason="低保和养老政策更新较勤，群众希望订阅。",
        now=now,
    )
    return len(chosen) - 1


def _plan(
    staff: People, site: Site, now: dt.datetime, *, day: dt.date, is_on: bool, reason: str
) -> None:
    actions.plan_stage(
        actor=staff.of("government", "manager"),
        site_id=site.pk,
        feature="feeds",
        is_on=is_on,
        planned_date=day,
        reason=reason,
        now=now,
    )
