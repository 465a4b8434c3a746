"""Work that the clock starts (config/schedule.py); one call each."""

import datetime as dt

from xinqiao.domains.portal import actions
from xinqiao.domains.portal.actions import alerts
from xinqiao.kernel.press import visits


def publish_due(*, now: dt.datetime) -> int:
    """Bring online what was scheduled for a moment that has come, in its column or in another."""
    return actions.publish_due(now=now) + actions.place_due(now=now)


def keep_express_lane(*, now: dt.datetime) -> int:
    """Take off express articles whose review is overdue, and remind of those that are near."""
    actions.remind_of_reviews(now=now)
    return actions.withdraw_unreviewed(now=now)


def expire_alerts(*, now: dt.datetime) -> int:
    """Take off what has expired, so that files are pressed anew. Returns how many."""
    return alerts.expire(now=now)


def collect_visits(*, now: dt.datetime) -> int:
    """Take up the counts that wait; one file is one transaction. Returns how many visits."""
    total = 0
    for path, counts in visits.waiting():
        total += actions.count_visits(batch=path.stem, counts=counts, now=now)
        path.unlink(missing_ok=True)
    return total


def forget_visits(*, now: dt.datetime) -> int:
    """Drop counts of single pages after a year. Returns how many rows went."""
    return actions.forget_visits(now=now)
