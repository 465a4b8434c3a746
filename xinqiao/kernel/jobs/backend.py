"""The ``django-tasks`` backend that writes a row of ours in the caller's transaction."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task, TaskResult, TaskResultStatus

from xinqiao.kernel.jobs import bell
from xinqiao.kernel.jobs.models import Job


class QueueBackend(BaseTaskBackend):
    """Queues calls as rows; results are not kept, a job's row tells how it went."""

    supports_defer = True
    supports_priority = True

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult[Any]:
        """Queue one call."""
        self.validate_task(task)
        job = write_job(task, args, kwargs)
        return _result(job, task, self.alias)


def write_job(task: Task[Any, Any], args: Any, kwargs: Any, *, once_key: str = "") -> Job:
    """Write the row of a call, or find the one that already holds ``once_key``."""
    job = Job(
        task=task.module_path,
        args=list(args),
        kwargs=dict(kwargs),
        queue=task.queue_name,
        priority=task.priority,
        run_after=_moment(task.run_after),
        once_key=once_key,
    )
    if once_key:
        Job.objects.bulk_create([job], ignore_conflicts=True)
        job = Job.objects.get(once_key=once_key)
    else:
        job.save(force_insert=True)
    transaction.on_commit(bell.ring)
    return job


def _moment(run_after: dt.datetime | None) -> dt.datetime:
    return run_after or timezone.now()


def _result(job: Job, task: Any, alias: str) -> TaskResult[Any]:
    return TaskResult(
        task=task,
        id=str(job.pk),
        status=TaskResultStatus.READY,
        enqueued_at=job.enqueued_at,
        started_at=None,
        finished_at=None,
        last_attempted_at=None,
        args=job.args,
        kwargs=job.kwargs,
        backend=alias,
        errors=[],
        worker_ids=[],
    )
