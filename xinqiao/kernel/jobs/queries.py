"""Answers about the queue."""

from xinqiao.kernel.jobs.models import Job


def depth() -> int:
    """How many jobs wait or run."""
    return Job.objects.open().count()
