"""Work that the clock starts (config/schedule.py); one call each."""

import datetime as dt

from xinqiao.domains.portal import actions
from xinqiao.domains.portal.actions import alerts


def publish_due(*, now: dt.datetime) -> int:
    """Bring online what was scheduled for a moment that has come."""
    return actions.publish_due(now=now)


def expire_alerts(*, now: dt.datetime) -> int:
    """Take off what has expired, so that files are pressed anew. Returns how many."""
    return alerts.expire(now=now)
