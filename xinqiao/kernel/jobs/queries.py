"""Answers about the queue."""

import datetime as dt

from django.db.models import QuerySet

from xinqiao.kernel.jobs.models import Job, State


def depth() -> int:
    """How many jobs wait or run."""
    return Job.objects.open().count()


def oldest_due_at(now: dt.datetime) -> dt.datetime | None:
    """Since when the job has waited that has waited longest; None when nothing is due."""
    due = Job.objects.filter(state=State.WAITING, run_after__lte=now)
    return due.order_by("run_after").values_list("run_after", flat=True).first()


def failures() -> QuerySet[Job]:
    """Jobs that were given up, the latest first."""
    return Job.objects.filter(state=State.FAILED).order_by("-finished_at")
