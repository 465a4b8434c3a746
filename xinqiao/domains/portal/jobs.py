"""Work that the clock starts (config/schedule.py); one call each."""

import datetime as dt

from xinqiao.domains.portal import actions


def publish_due(*, now: dt.datetime) -> int:
    """Bring online what was scheduled for a moment that has come."""
    return actions.publish_due(now=now)
