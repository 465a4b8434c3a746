import datetime as dt
import os
import subprocess
import sys
import threading
import time

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from xinqiao.kernel.jobs import actions, bell, claims, outbox, rules, worker
from xinqiao.kernel.jobs.models import Job, OutboxEvent, State
from xinqiao.kernel.jobs.tests import samples

# Emptying the tables after a test must not touch the audit trail, which refuses it.
ONLY_JOBS = ["xinqiao.kernel.jobs"]


def later(seconds):
    return timezone.now() + dt.timedelta(seconds=seconds)


@pytest.mark.django_db
def test_due_jobs_run_by_priority_then_age(calls):
    actions.enqueue(samples.remember, "a")
    actions.enqueue(samples.remember, "b")
    actions.enqueue(samples.remember_urgently, "now")
    actions.enqueue(samples.remember, "tomorrow", run_after=later(86400))

    assert worker.run_pending() == 3
    assert calls == ["now", "a", "b"]
    assert Job.objects.filter(state=State.DONE).count() == 3


@pytest.mark.django_db
def test_a_task_may_ask_which_attempt_it_is(calls):
    actions.enqueue(samples.remember_attempt, "a")

    worker.run_pending()

    assert calls == [("a", 1)]


@pytest.mark.django_db
def test_a_failing_job_backs_off_then_fails_with_its_error():
    job = actions.enqueue(samples.fail, "it")
    waits = []

    for _attempt in range(rules.MAX_ATTEMPTS):
        job.refresh_from_db()
        started = timezone.now()
        worker.run_pending(now=job.run_after)
        job.refresh_from_db()
        waits.append(round((job.run_after - started).total_seconds()))

    assert waits[:5] == [15, 60, 240, 960, 3600]
    assert (job.state, job.attempts) == (State.FAILED, rules.MAX_ATTEMPTS)
    assert "ValueError: cannot do it" in job.error
    assert worker.run_pending(now=later(10**6)) == 0


@pytest.mark.django_db
def test_a_task_that_no_longer_exists_is_an_error_of_its_job():
    job = Job.objects.create(task="xinqiao.kernel.jobs.tests.samples.gone")

    worker.run_pending()

    job.refresh_from_db()
    assert job.state == State.WAITING
    assert "ImportError" in job.error


@pytest.mark.django_db
def test_a_lost_job_is_taken_over_once_its_lease_ends(calls):
    actions.enqueue(samples.remember, "a")
    lost = claims.claim(worker="dead", now=later(0))

    assert worker.run_pending(now=later(rules.LEASE_SECONDS - 5)) == 0
    assert worker.run_pending(now=later(rules.LEASE_SECONDS + 5)) == 1
    assert calls == ["a"]
    assert not claims.succeed(lost, now=later(0))
    assert not claims.fail(lost, error="late", now=later(0))
    assert Job.objects.get().state == State.DONE


@pytest.mark.django_db
def test_a_job_that_kills_every_worker_is_given_up():
    job = Job.objects.create(
        task="x", state=State.RUNNING, attempts=rules.MAX_ATTEMPTS, lease_until=later(-1)
    )

    assert worker.run_pending() == 0
    job.refresh_from_db()
    assert (job.state, job.error) == (State.FAILED, claims.VANISHED)


@pytest.mark.django_db(transaction=True, available_apps=ONLY_JOBS)
def test_a_long_job_keeps_its_lease():
    actions.enqueue(samples.nap)
    job = claims.claim(worker="me", now=later(0))
    before = job.lease_until

    with claims.Lease(job, renew_seconds=0.05):
        time.sleep(0.3)
        job.refresh_from_db()
        renewed = job.lease_until
        Job.objects.update(worker="other")
        time.sleep(0.2)

    assert renewed > before


@pytest.mark.django_db(transaction=True, available_apps=ONLY_JOBS)
def test_the_loop_runs_jobs_and_stops_when_told(calls):
    stop = threading.Event()
    thread = threading.Thread(target=worker.run, args=(stop,), kwargs={"poll_seconds": 5})
    bell.ring()
    thread.start()
    time.sleep(0.3)

    actions.enqueue(samples.remember, "a")  # rings the bell on commit
    deadline = time.monotonic() + 4
    while not calls and time.monotonic() < deadline:
        time.sleep(0.02)
    stop.set()
    bell.ring()
    thread.join(timeout=10)

    assert calls == ["a"]
    assert not thread.is_alive()


@pytest.mark.django_db
def test_a_handler_that_fails_keeps_the_events_and_does_not_stop_the_jobs(calls):
    def refuse(events):
        raise RuntimeError

    outbox.register(refuse)
    actions.emit("a", ["b"], at=later(0))
    actions.enqueue(samples.remember, "a")
    loop = worker.Loop(entries=())

    assert loop.turn()
    assert not loop.turn()
    outbox.unregister(refuse)

    assert calls == ["a"]
    assert OutboxEvent.objects.get().delivered_at is None


@pytest.mark.django_db(transaction=True, available_apps=ONLY_JOBS)
def test_a_database_that_is_away_makes_the_loop_wait(monkeypatch):
    def away(**_facts):
        raise DatabaseError

    loop = worker.Loop(entries=())
    monkeypatch.setattr(claims, "claim", away)  # stands in for the database, not for our rule

    assert not loop.turn()


CHILD = """
import sys
import xinqiao, django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.utils import timezone
from xinqiao.kernel.jobs import claims, worker
worker.perform(claims.claim(worker="child", now=timezone.now()))
"""


@pytest.mark.django_db(transaction=True, available_apps=ONLY_JOBS)
def test_the_job_of_a_killed_worker_runs_again():
    actions.enqueue(samples.sleep_long)
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(connection.settings_dict["NAME"])],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"]},
    )
    deadline = time.monotonic() + 30
    while Job.objects.get().state != State.RUNNING and time.monotonic() < deadline:
        time.sleep(0.1)

    child.kill()
    child.wait()
    assert Job.objects.get().state == State.RUNNING
    Job.objects.update(task=samples.mark.module_path, args=["again"])

    assert worker.run_pending(now=later(rules.LEASE_SECONDS + 10)) == 1
    assert Job.objects.get().attempts == 2
    assert OutboxEvent.objects.get().topic == "again"


@pytest.mark.django_db(transaction=True, available_apps=ONLY_JOBS)
def test_concurrent_workers_never_run_a_job_twice(calls):
    for number in range(60):
        actions.enqueue(samples.remember, str(number))
    start = threading.Barrier(4)

    def work():
        try:
            start.wait()
            worker.run_pending(now=later(1))
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(calls, key=int) == [str(number) for number in range(60)]
    assert set(Job.objects.values_list("attempts", flat=True)) == {1}
