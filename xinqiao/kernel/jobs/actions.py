"""What others do with jobs: queue a call, tell that something happened, try again, tidy up."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from xinqiao.kernel.jobs import bell, outbox, rules
from xinqiao.kernel.jobs.backend import write_job
from xinqiao.kernel.jobs.models import Job, OutboxEvent, State

BUNDLE = 500


def enqueue(
    task: Any, *args: Any, once_key: str = "", run_after: dt.datetime | None = None, **kwargs: Any
) -> Job:
    """Queue a call of a task in the caller's transaction.

    A job with the same ``once_key`` is queued once for as long as its row is kept (30 days
    after it ended); the row that is there is returned. Arguments must be plain JSON.
    """
    wanted = task.using(run_after=run_after) if run_after else task
    wanted.get_backend().validate_task(wanted)
    return write_job(wanted, args, kwargs, once_key=once_key)


def emit(topic: str, keys: Iterable[str], paths: Iterable[str] = (), *, at: dt.datetime) -> None:
    """Write an event in the caller's transaction; ``keys`` say what pages may depend on it."""
    OutboxEvent.objects.create(topic=topic, keys=sorted(set(keys)), paths=sorted(set(paths)), at=at)
    transaction.on_commit(bell.ring)


@transaction.atomic
def deliver_events(*, now: dt.datetime) -> int:
    """Hand one bundle of events to the handlers. Returns how many; 0 while nobody listens."""
    handlers = outbox.handlers()
    waiting = OutboxEvent.objects.filter(delivered_at__isnull=True)
    if not handlers or not waiting.exists():
        return 0
    locked = waiting.select_for_update(skip_locked=True).order_by("id")
    events = list(locked[:BUNDLE])
    for handler in handlers:
        handler(events)
    OutboxEvent.objects.filter(pk__in=[event.pk for event in events]).update(delivered_at=now)
    return len(events)


def retry_job(*, job_id: int, now: dt.datetime) -> None:
    """Try a failed job again from the start. Raises Job.DoesNotExist if it did not fail."""
    changed = Job.objects.filter(pk=job_id, state=State.FAILED).update(
        state=State.WAITING, attempts=0, run_after=now, finished_at=None
    )
    if not changed:
        raise Job.DoesNotExist
    transaction.on_commit(bell.ring)


def prune(*, now: dt.datetime) -> int:
    """Delete jobs and events that are old enough to be forgotten. Returns how many jobs."""
    kept_since = now - dt.timedelta(days=rules.KEPT_DAYS)
    failed_since = now - dt.timedelta(days=rules.FAILED_KEPT_DAYS)
    OutboxEvent.objects.filter(at__lt=kept_since).delete()
    count, _by_model = Job.objects.filter(
        Q(state=State.DONE, finished_at__lt=kept_since)
        | Q(state=State.FAILED, finished_at__lt=failed_since)
    ).delete()
    return count
