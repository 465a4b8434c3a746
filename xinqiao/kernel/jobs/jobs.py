"""Jobs of the queue itself."""

import datetime as dt

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks import task

from xinqiao.kernel.jobs import actions


@task
def run_scheduled(path: str) -> None:
    """Call a function of the schedule with the time of day."""
    function = import_string(path)
    plain = getattr(function, "func", function)
    plain(now=timezone.now())


def prune(*, now: dt.datetime) -> int:
    """Forget old jobs and events, once a day. Returns how many jobs."""
    return actions.prune(now=now)
