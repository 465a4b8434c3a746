import datetime as dt
import threading

import pytest
from django.db import connection
from django.utils import timezone

from xinqiao.kernel.jobs import jobs, schedule, worker
from xinqiao.kernel.jobs.models import Job, State
from xinqiao.kernel.jobs.tests import samples

# Emptying the tables after a test must not touch the audit trail, which refuses it.
ONLY_JOBS = ["xinqiao.kernel.jobs"]

MORNING = dt.datetime(2026, 11, 24, 0, 31, tzinfo=dt.UTC)  # 08:31 in Beijing
DAY = dt.timedelta(days=1)
DAILY = {"30 8 * * *": [samples.tick, samples.tick_task]}


def entries(table=DAILY):
    return schedule.read(table)


@pytest.mark.django_db
def test_a_fresh_installation_does_not_make_up_for_yesterday():
    assert schedule.queue_due(entries(), now=MORNING) == 0
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_due_moment_gives_one_job_each(calls):
    schedule.queue_due(entries(), now=MORNING)

    assert schedule.queue_due(entries(), now=MORNING + DAY) == 2
    assert schedule.queue_due(entries(), now=MORNING + DAY) == 0
    assert worker.run_pending() == 2
    assert all(timezone.is_aware(moment) for moment in calls)


@pytest.mark.django_db
def test_what_was_missed_is_done_once():
    schedule.queue_due(entries(), now=MORNING)

    assert schedule.queue_due(entries(), now=MORNING + 5 * DAY) == 2


@pytest.mark.django_db
def test_an_open_run_is_not_overtaken_but_hurried():
    table = {"30 8 * * *": [samples.tick]}
    schedule.queue_due(entries(table), now=MORNING)
    schedule.queue_due(entries(table), now=MORNING + DAY)
    Job.objects.update(run_after=MORNING + 9 * DAY, attempts=2)

    assert schedule.queue_due(entries(table), now=MORNING + 2 * DAY) == 0
    job = Job.objects.get()
    assert (job.run_after, job.state) == (MORNING + 2 * DAY, State.WAITING)


@pytest.mark.django_db
def test_a_moment_that_another_worker_saw_first_is_left_alone():
    entry = entries()[0]
    schedule._queue_once(entry, MORNING, MORNING)

    assert schedule._queue_once(entry, MORNING, MORNING) == 0


@pytest.mark.django_db(transaction=True, available_apps=ONLY_JOBS)
def test_two_workers_queue_a_due_entry_once():
    schedule.queue_due(entries(), now=MORNING)
    start = threading.Barrier(4)

    def look():
        try:
            start.wait()
            schedule.queue_due(entries(), now=MORNING + DAY)
        finally:
            connection.close()

    threads = [threading.Thread(target=look) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert Job.objects.count() == 2


@pytest.mark.django_db
def test_pruning_is_a_job_of_the_schedule(now):
    assert schedule.path_of(jobs.prune) == "xinqiao.kernel.jobs.jobs.prune"
    assert jobs.prune(now=now) == 0
