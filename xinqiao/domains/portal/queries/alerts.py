"""Alerts for screens: what the workbench lists, how the release clock stands."""

import datetime as dt

from xinqiao.domains.portal.models import Alert, AlertUpdate
from xinqiao.domains.portal.rules import alerts as rules


def release_clock(alert: Alert, now: dt.datetime) -> tuple[rules.ReleaseStep, ...]:
    """The two duties of release of an incident; nothing for warnings and mourning.

    The alert itself carries the first facts.
    """
    if alert.kind != rules.AlertKind.INCIDENT or alert.happened_at is None:
        return ()
    told = AlertUpdate.objects.filter(alert=alert, is_conference=True).order_by("told_at")
    conference = told.values_list("told_at", flat=True).first()
    return rules.release_clock(
        happened_at=alert.happened_at,
        first_facts_at=alert.put_up_at,
        conference_at=conference,
        now=now,
    )
