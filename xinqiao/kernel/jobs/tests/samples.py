"""Tasks that the tests queue; they keep what they were called with."""

import datetime as dt
import time
from typing import Any

from django_tasks import task
from django_tasks.base import TaskContext

from xinqiao.kernel.jobs.models import OutboxEvent

calls: list[Any] = []


@task
def remember(word: str) -> None:
    calls.append(word)


@task(priority=10)
def remember_urgently(word: str) -> None:
    calls.append(word)


@task
def fail(word: str) -> None:
    raise ValueError(f"cannot do {word}")


@task(takes_context=True)
def remember_attempt(context: TaskContext, word: str) -> None:
    calls.append((word, context.attempt))


@task
def mark(topic: str) -> None:
    """Leave a row, so that a run is seen from another process."""
    OutboxEvent.objects.create(topic=topic, at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))


@task
def sleep_long() -> None:
    time.sleep(60)


@task
def nap() -> None:
    time.sleep(0.35)


def tick(*, now: dt.datetime) -> None:
    calls.append(now)


@task
def tick_task(*, now: dt.datetime) -> None:
    calls.append(now)
