"""The loop that runs jobs, delivers events and looks at the schedule until told to stop."""

import datetime as dt
import logging
import os
import secrets
import socket
import threading
import time
import traceback
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.base import Task, TaskContext, TaskResult, TaskResultStatus

from xinqiao.kernel.jobs import actions, bell, claims, schedule
from xinqiao.kernel.jobs.models import Job

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
SCHEDULE_SECONDS = 5.0
PAUSE_SECONDS = 30.0  # after a handler of events failed


def run(
    stop: threading.Event,
    *,
    table: schedule.Table | None = None,
    poll_seconds: float = POLL_SECONDS,
) -> None:
    """Work until ``stop`` is set; the job in hand is finished first."""
    loop = Loop(entries=schedule.read(table or {}))
    while not stop.is_set():
        if not loop.turn():
            bell.wait(poll_seconds)
    connection.close()


def run_pending(*, now: dt.datetime | None = None) -> int:
    """Run all jobs that are due, those they queue included; for tests, commands and the demo."""
    worker, count = name(), 0
    while job := claims.claim(worker=worker, now=now or timezone.now()):
        perform(job)
        count += 1
    return count


def name() -> str:
    """A name that no other worker has had."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


@dataclass
class Loop:
    """One worker's round: schedule, events, one job."""

    entries: tuple[schedule.Entry, ...]
    worker: str = field(default_factory=name)
    schedule_at: float = 0.0  # by the monotonic clock
    events_at: float = 0.0

    def turn(self) -> bool:
        """Do one thing. False when there was nothing to do, or the database is away."""
        try:
            self._look_at_schedule()
            delivered = self._deliver()
            job = claims.claim(worker=self.worker, now=timezone.now())
            if job is not None:
                perform(job)
        except DatabaseError:
            logger.exception("worker: the database is away or busy")
            connection.close()  # the next turn opens a new one
            return False
        return job is not None or delivered

    def _look_at_schedule(self) -> None:
        if time.monotonic() >= self.schedule_at:
            self.schedule_at = time.monotonic() + SCHEDULE_SECONDS
            schedule.queue_due(self.entries, now=timezone.now())

    def _deliver(self) -> bool:
        if time.monotonic() < self.events_at:
            return False
        try:
            return actions.deliver_events(now=timezone.now()) > 0
        except Exception:  # a handler of another package; its events stay for the next time
            logger.exception("worker: events were not taken")
            self.events_at = time.monotonic() + PAUSE_SECONDS
            return False


def perform(job: Job) -> bool:
    """Run a claimed job and write down how it went. Returns whether it succeeded."""
    with claims.Lease(job):
        try:
            _call(job)
        except Exception as error:  # noqa: BLE001 - whatever a task raises is the job's result
            logger.warning("job %s failed: %s %s", job.pk, job.task, type(error).__name__)
            claims.fail(job, error="".join(traceback.format_exception(error)), now=timezone.now())
            return False
    claims.succeed(job, now=timezone.now())
    return True


def _call(job: Job) -> None:
    task: Task[Any, Any] = import_string(job.task)
    if task.takes_context:
        task.call(TaskContext(task_result=_result(job, task)), *job.args, **job.kwargs)
    else:
        task.call(*job.args, **job.kwargs)


def _result(job: Job, task: Task[Any, Any]) -> TaskResult[Any]:
    return TaskResult(
        task=task,
        id=str(job.pk),
        status=TaskResultStatus.RUNNING,
        enqueued_at=job.enqueued_at,
        started_at=timezone.now(),
        finished_at=None,
        last_attempted_at=timezone.now(),
        args=job.args,
        kwargs=job.kwargs,
        backend=task.backend,
        errors=[],
        worker_ids=[job.worker] * job.attempts,
    )
