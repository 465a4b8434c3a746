"""Clock work: lines of cron, each naming functions that take ``now``.

``config/schedule.py`` holds the table, ``{"30 8 * * *": [disclosure.remind], ...}``. Each
worker looks at it; the row of a line is locked while its job is written, so that a due moment
gives one job however many workers there are. What was missed while no worker ran is done once.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from xinqiao.kernel.jobs import rules
from xinqiao.kernel.jobs.backend import write_job
from xinqiao.kernel.jobs.jobs import run_scheduled
from xinqiao.kernel.jobs.models import Job, ScheduledRun, State

Table = Mapping[str, Sequence[Callable[..., Any]]]


@dataclass(frozen=True)
class Entry:
    """One function of the table and the moments it is due."""

    code: str
    moments: rules.Moments


def read(table: Table) -> tuple[Entry, ...]:
    """The entries of a table. Raises rules.BadSchedule."""
    return tuple(
        Entry(code=path_of(function), moments=rules.parse(line))
        for line, functions in table.items()
        for function in functions
    )


def path_of(function: Any) -> str:
    """The import path of a function, or of a task's function."""
    plain = getattr(function, "func", function)
    return f"{plain.__module__}.{plain.__qualname__}"


def queue_due(entries: Sequence[Entry], *, now: dt.datetime) -> int:
    """Queue a job for each entry with a due moment that no worker has seen. Returns how many."""
    seen = dict(ScheduledRun.objects.values_list("code", "due_at"))
    count = 0
    for entry in entries:
        due = entry.moments.latest(timezone.localtime(now))
        known = seen.get(entry.code)
        if known is None or known < due:
            count += _queue_once(entry, due, now)
    return count


@transaction.atomic
def _queue_once(entry: Entry, due: dt.datetime, now: dt.datetime) -> int:
    ScheduledRun.objects.bulk_create([ScheduledRun(code=entry.code)], ignore_conflicts=True)
    row = ScheduledRun.objects.select_for_update().get(code=entry.code)
    if row.due_at is not None and row.due_at >= due:
        return 0
    is_new, row.due_at = row.due_at is None, due
    row.save(update_fields=["due_at"])
    if is_new or _hurry(entry, now):
        return 0
    write_job(run_scheduled, [entry.code], {}, once_key=f"{_prefix(entry)}{due.isoformat()}")
    return 1


def _hurry(entry: Entry, now: dt.datetime) -> bool:
    """Whether an earlier run is still open; one that waits to be tried again is not to wait."""
    earlier = Job.objects.open().filter(once_key__startswith=_prefix(entry))
    earlier.filter(state=State.WAITING, run_after__gt=now).update(run_after=now)
    return earlier.exists()


def _prefix(entry: Entry) -> str:
    return f"schedule:{entry.code}:"
