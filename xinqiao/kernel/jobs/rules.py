"""When a failed job is tried again, and which moments a line of the schedule names.

Legal basis: none; the numbers are ours (docs/decisions/0007-job-queue.md).
"""

import datetime as dt
from dataclasses import dataclass
from functools import cache

MAX_ATTEMPTS = 6
FIRST_WAIT_SECONDS = 15
LONGEST_WAIT_SECONDS = 3600
LEASE_SECONDS = 120  # a worker that has not renewed for so long is taken for dead
RENEW_SECONDS = 30
KEPT_DAYS = 30  # rows of jobs that ended and of events: as long, a once_key is remembered
FAILED_KEPT_DAYS = 90
ERROR_CHARACTERS = 8000
FIELDS = (("minute", 0, 59), ("hour", 0, 23), ("day", 1, 31), ("month", 1, 12), ("weekday", 0, 6))
LONGEST_LOOK_BACK_DAYS = 366 * 4 + 1  # 29 February


class BadSchedule(ValueError):
    """A line of the schedule is not five fields of cron."""


def wait_seconds(attempts: int) -> int:
    """How long to wait before the next attempt, after so many failed ones."""
    return int(min(FIRST_WAIT_SECONDS * 4 ** (attempts - 1), LONGEST_WAIT_SECONDS))


def may_try_again(attempts: int) -> bool:
    return attempts < MAX_ATTEMPTS


@dataclass(frozen=True)
class Moments:
    """The moments that a line of cron names, in local time."""

    minute: tuple[int, ...]
    hour: tuple[int, ...]
    day: frozenset[int]
    month: frozenset[int]
    weekday: frozenset[int]  # 0 is Sunday, as in cron

    def names(self, day: dt.date) -> bool:
        """Whether the line names this day. Day and weekday must both fit, unlike in cron."""
        return (
            day.month in self.month and day.day in self.day and day.isoweekday() % 7 in self.weekday
        )

    def latest(self, now: dt.datetime) -> dt.datetime:
        """The latest moment named that is not after ``now``. Raises BadSchedule if none is."""
        for back in range(LONGEST_LOOK_BACK_DAYS):
            day = now.date() - dt.timedelta(days=back)
            until = now.time() if back == 0 else dt.time.max
            found = self._latest_on(day, until.replace(tzinfo=None))
            if found is not None:
                return dt.datetime.combine(day, found, tzinfo=now.tzinfo)
        raise BadSchedule("no day fits")

    def _latest_on(self, day: dt.date, until: dt.time) -> dt.time | None:
        if not self.names(day):
            return None
        times = (dt.time(hour, minute) for hour in self.hour for minute in self.minute)
        return next((time for time in times if time <= until), None)


@cache
def parse(line: str) -> Moments:
    """Read five fields of cron: numbers, ``*``, ranges, lists and steps. Raises BadSchedule."""
    parts = line.split()
    if len(parts) != len(FIELDS):
        raise BadSchedule(f"five fields wanted: {line!r}")
    minute, hour, day, month, weekday = (
        _values(part, low, high) for part, (_name, low, high) in zip(parts, FIELDS, strict=True)
    )
    return Moments(
        minute=tuple(sorted(minute, reverse=True)),
        hour=tuple(sorted(hour, reverse=True)),
        day=day,
        month=month,
        weekday=weekday,
    )


def _values(field: str, low: int, high: int) -> frozenset[int]:
    values: set[int] = set()
    for part in field.split(","):
        span, _slash, step = part.partition("/")
        first, _dash, last = (f"{low}-{high}" if span == "*" else span).partition("-")
        try:
            values.update(range(int(first), int(last or first) + 1, int(step or 1)))
        except ValueError as error:
            raise BadSchedule(f"not a field of cron: {field!r}") from error
    if not values or min(values) < low or max(values) > high:
        raise BadSchedule(f"outside {low}-{high}: {field!r}")
    return frozenset(values)
