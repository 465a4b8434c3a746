"""Taking a job, keeping it, and writing down how it went."""

import datetime as dt
import logging
import threading
from types import TracebackType

from django.db import DatabaseError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from xinqiao.kernel.jobs import rules
from xinqiao.kernel.jobs.models import Job, State

logger = logging.getLogger(__name__)

LEASE = dt.timedelta(seconds=rules.LEASE_SECONDS)
VANISHED = "The worker vanished while it ran this job, at every attempt."


def claim(*, worker: str, now: dt.datetime) -> Job | None:
    """Take the next due job, or one whose worker vanished; None if there is nothing to do."""
    if not Job.objects.claimable(now).exists():  # asks without taking SQLite's write lock
        return None
    with transaction.atomic():
        job = _next(now)
        if job is None:
            return None
        if job.state == State.RUNNING and not rules.may_try_again(job.attempts):
            _end(job, State.FAILED, now, VANISHED)
            return None
        job.state = State.RUNNING
        job.worker = worker
        job.attempts += 1
        job.lease_until = now + LEASE
        job.save(update_fields=["state", "worker", "attempts", "lease_until"])
        return job


def _next(now: dt.datetime) -> Job | None:
    """Lost jobs first: they are few, and someone has waited long for them."""
    free = Job.objects.select_for_update(skip_locked=True)
    lost = free.filter(state=State.RUNNING, lease_until__lt=now)
    due = free.filter(state=State.WAITING, run_after__lte=now)
    return (
        lost.order_by("lease_until").first() or due.order_by("-priority", "run_after", "id").first()
    )


def succeed(job: Job, *, now: dt.datetime) -> bool:
    """Note success. False if another worker has taken the job meanwhile."""
    return _end(job, State.DONE, now, "")


def fail(job: Job, *, error: str, now: dt.datetime) -> bool:
    """Note a failure: wait and try again, or give up. False if another worker has the job."""
    if not rules.may_try_again(job.attempts):
        return _end(job, State.FAILED, now, error)
    wait = dt.timedelta(seconds=rules.wait_seconds(job.attempts))
    return (
        _mine(job).update(
            state=State.WAITING,
            run_after=now + wait,
            lease_until=None,
            error=error[-rules.ERROR_CHARACTERS :],
        )
        == 1
    )


def _mine(job: Job) -> QuerySet[Job]:
    """The row, as long as this claim on it holds."""
    return Job.objects.filter(
        pk=job.pk, state=State.RUNNING, worker=job.worker, attempts=job.attempts
    )


def _end(job: Job, state: State, now: dt.datetime, error: str) -> bool:
    return (
        _mine(job).update(
            state=state,
            finished_at=now,
            lease_until=None,
            error=error[-rules.ERROR_CHARACTERS :],
        )
        == 1
    )


class Lease:
    """Renews the claim on a job from a thread of its own for as long as the job runs."""

    def __init__(self, job: Job, *, renew_seconds: float = rules.RENEW_SECONDS):
        self.job = job
        self.renew_seconds = renew_seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._renew, name=f"lease-{job.pk}", daemon=True)

    def __enter__(self) -> "Lease":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._ended.wait(self.renew_seconds):
            try:
                held = _mine(self.job).update(lease_until=timezone.now() + LEASE)
            except DatabaseError:
                logger.warning("job %s: lease not renewed", self.job.pk)
                continue
            if not held:
                logger.warning("job %s: lease lost", self.job.pk)
        connection.close()
