import datetime as dt

import pytest
from django.db import transaction
from django_tasks.exceptions import InvalidTaskError

from xinqiao.kernel.jobs import actions, outbox, queries
from xinqiao.kernel.jobs.models import Job, OutboxEvent, ScheduledRun, State
from xinqiao.kernel.jobs.tests import samples

pytestmark = pytest.mark.django_db


def emit(**facts):
    actions.emit("article", ["article:1"], at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC), **facts)


def test_a_job_holds_the_task_and_its_arguments():
    job = actions.enqueue(samples.remember, word="信")

    assert (job.task, job.kwargs) == ("xinqiao.kernel.jobs.tests.samples.remember", {"word": "信"})
    assert queries.depth() == 1


def test_a_rolled_back_cause_leaves_no_job():
    with transaction.atomic():
        actions.enqueue(samples.remember, "信")
        emit()
        transaction.set_rollback(True)

    assert not Job.objects.exists()
    assert not OutboxEvent.objects.exists()


def test_a_once_key_queues_once():
    first = actions.enqueue(samples.remember, "信", once_key="a")
    again = actions.enqueue(samples.remember, "信", once_key="a")
    other = actions.enqueue(samples.remember, "信", once_key="b")

    assert first.pk == again.pk != other.pk
    assert Job.objects.count() == 2


def test_a_once_key_is_remembered_when_its_job_is_done(now):
    Job.objects.create(task="x", once_key="a", state=State.DONE, finished_at=now)

    assert actions.enqueue(samples.remember, "信", once_key="a").state == State.DONE


def test_a_job_may_wait_for_its_moment(now):
    later = now + dt.timedelta(hours=1)

    assert actions.enqueue(samples.remember, "信", run_after=later).run_after == later


def test_what_is_no_task_of_a_module_is_refused():
    with pytest.raises(InvalidTaskError):
        actions.enqueue(samples.remember.using(priority=1000), "信")


def test_wagtail_queues_through_the_same_table():
    result = samples.remember.enqueue("信")

    assert Job.objects.get(pk=result.id).args == ["信"]


@pytest.fixture
def heard():
    bundles = []

    def handler(events):
        bundles.append([event.keys for event in events])

    outbox.register(handler)
    outbox.register(handler)
    yield bundles
    outbox.unregister(handler)


def test_an_event_reaches_each_handler_once(heard, now):
    emit(paths=["/b", "/a", "/b"])

    assert actions.deliver_events(now=now) == 1
    assert actions.deliver_events(now=now) == 0
    assert heard == [[["article:1"]]]
    assert OutboxEvent.objects.get().paths == ["/a", "/b"]


def test_events_wait_while_nobody_listens(now):
    emit()

    assert actions.deliver_events(now=now) == 0
    assert OutboxEvent.objects.get().delivered_at is None


def test_a_failed_job_may_be_tried_again_by_an_operator(now):
    job = Job.objects.create(task="x", state=State.FAILED, attempts=6, finished_at=now)

    actions.retry_job(job_id=job.pk, now=now)

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)
    with pytest.raises(Job.DoesNotExist):
        actions.retry_job(job_id=job.pk, now=now)


def test_prune_forgets_what_is_old(now):
    def ended(state, days):
        when = now - dt.timedelta(days=days)
        return Job.objects.create(task="x", state=state, finished_at=when).pk

    kept = {
        ended(State.DONE, 29),
        ended(State.FAILED, 89),
        Job.objects.create(task="x", run_after=now - dt.timedelta(days=400)).pk,
    }
    ended(State.DONE, 31)
    ended(State.FAILED, 91)
    OutboxEvent.objects.create(topic="a", at=now - dt.timedelta(days=31))

    assert actions.prune(now=now) == 2
    assert set(Job.objects.values_list("pk", flat=True)) == kept
    assert not OutboxEvent.objects.exists()


def test_the_queue_tells_its_oldest_and_its_failures(now):
    assert queries.oldest_due_at(now) is None
    old = now - dt.timedelta(hours=1)
    Job.objects.create(task="x", run_after=old)
    failed = Job.objects.create(task="y", state=State.FAILED, finished_at=now)

    assert queries.oldest_due_at(now) == old
    assert list(queries.failures()) == [failed]
    assert str(failed) == f"y #{failed.pk}"


def test_rows_say_what_they_are():
    event = OutboxEvent(pk=3, topic="article")

    assert str(event) == "article #3"
    assert str(ScheduledRun(code="a.b")) == "a.b"
