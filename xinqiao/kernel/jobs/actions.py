"""What others do with jobs: queue a call, tell that something happened."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from xinqiao.kernel.jobs import bell
from xinqiao.kernel.jobs.backend import write_job
from xinqiao.kernel.jobs.models import Job, OutboxEvent


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
