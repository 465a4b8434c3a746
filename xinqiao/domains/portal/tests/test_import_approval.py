"""A batch is passed as a whole, by people apart, for exactly its manifest, and then published."""

import re

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import queries, rules
from xinqiao.domains.portal.actions import (
    imports,
    imports_approval,
    imports_background,
    imports_publishing,
)
from xinqiao.domains.portal.models import Article, ImportBatch
from xinqiao.domains.portal.queries import imports as import_queries
from xinqiao.domains.portal.tests.factories import BASIS
from xinqiao.domains.portal.tests.imports import opened, outcomes, read, record
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.jobs import worker
from xinqiao.kernel.jobs.models import OutboxEvent
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.tests.factories import NOW, OrganisationFactory, give, person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.XINQIAO_DATA = tmp_path


@pytest.fixture
def batch(place):
    return read(place, record(1), record(2), record(3), content_class="document")


def submit(place, batch):
    return imports_approval.submit_batch(
        actor=place.fresh("contributor"), batch_id=batch.pk, now=NOW
    )


def pass_step(place, batch, *, actor=None, seen=None, opinion=None, basis=BASIS):
    batch = ImportBatch.objects.get(pk=batch.pk)
    if opinion is None:
        opinion = "public" if batch.state == rules.Stage.SECRECY_REVIEW else ""
    return imports_approval.pass_batch(
        actor=actor or place.fresh(rules.DUTY_AT[batch.state]),
        batch_id=batch.pk,
        manifest_hash=batch.manifest_hash if seen is None else seen,
        opinion=opinion,
        basis=basis,
        now=NOW,
    )


def bring_to(place, batch, state):
    batch = submit(place, batch)
    while batch.state != state:
        batch = pass_step(place, batch)
    return batch


def publish(place, batch):
    imports_background.start_publishing(actor=place.fresh("publisher"), batch_id=batch.pk, now=NOW)
    worker.run_pending()
    batch.refresh_from_db()
    return batch


def test_whole_way_of_a_batch_of_documents(place, batch):
    batch = submit(place, batch)
    way = [batch.state]
    while batch.state != rules.BatchState.APPROVED:
        batch = pass_step(place, batch)
        way.append(batch.state)

    assert way == ["unit_review", "unit_head", "secrecy_review", "editing", "approved"]
    assert not Article.objects.online().exists()

    batch = publish(place, batch)

    assert batch.state == "published"
    assert Article.objects.online().count() == 3
    article = Article.objects.online().first()
    assert article.publisher == place.people["publisher"]
    assert queries.online_is_approved(article)
    place.column.refresh_from_db()
    assert place.column.online_count == 3
    keys = {key for event in OutboxEvent.objects.all() for key in event.keys}
    assert f"list:column:{place.column.pk}" in keys


def test_news_needs_no_head(place):
    batch = submit(place, read(place, record(1), content_class="news"))

    assert pass_step(place, batch).state == "secrecy_review"


def test_publishing_goes_chunk_by_chunk_and_may_be_killed(place, batch, monkeypatch):
    monkeypatch.setattr(imports_publishing, "CHUNK", 2)
    bring_to(place, batch, "approved")
    imports_publishing.approve_publication(
        actor=place.fresh("publisher"), batch_id=batch.pk, now=NOW
    )
    real, calls = imports_publishing.publish_held, []

    def dies_in_the_second_chunk(**given):
        calls.append(1)
        if len(calls) == 2:
            raise OSError
        return real(**given)

    monkeypatch.setattr(imports_publishing, "publish_held", dies_in_the_second_chunk)
    with pytest.raises(OSError, match=r"^$"):
        imports_publishing.publish_batch(batch_id=batch.pk, now=NOW)
    batch.refresh_from_db()
    progress = import_queries.progress_of(batch)
    assert (progress.label, progress.done, progress.total, progress.percent) == (
        "正在发布",
        2,
        3,
        66,
    )

    assert imports_publishing.publish_batch(batch_id=batch.pk, now=NOW) == 1
    assert imports_publishing.publish_batch(batch_id=batch.pk, now=NOW) == 0
    assert Article.objects.online().count() == 3


def test_nothing_is_published_without_a_publishers_word(place, batch):
    bring_to(place, batch, "approved")

    with pytest.raises(imports.ImportRefused, match="尚未完成审批"):
        imports_publishing.publish_batch(batch_id=batch.pk, now=NOW)


@pytest.mark.parametrize("state", ["unit_review", "secrecy_review", "editing"])
def test_nobody_publishes_before_all_have_passed(place, batch, state):
    bring_to(place, batch, state)

    with pytest.raises(imports.ImportRefused, match="尚未完成审批"):
        imports_publishing.approve_publication(
            actor=place.fresh("publisher"), batch_id=batch.pk, now=NOW
        )


def test_item_changed_behind_the_approval_stays_where_it_is(place, batch):
    bring_to(place, batch, "approved")
    Article.objects.filter(source_key="old-2").update(body="<p>偷换</p>")

    publish(place, batch)

    assert not Article.objects.get(source_key="old-2").live
    assert Article.objects.online().count() == 2
    assert outcomes(batch)[2] == ("imported", "内容与审批时不同，或含涉密标志、个人信息，未发布")


def test_manifest_that_changed_is_not_passed(place, batch):
    submit(place, batch)

    with pytest.raises(rules.ContentChanged):
        pass_step(place, batch, seen="0" * 64)
    batch.items.filter(line=1).update(content_hash="0" * 64)
    with pytest.raises(rules.ContentChanged):
        pass_step(place, batch)


@pytest.mark.parametrize("duty", ["contributor", "secrecy_reviewer", "editor"])
def test_step_needs_its_duty(place, batch, duty):
    submit(place, batch)

    with pytest.raises(PermissionDenied):
        pass_step(place, batch, actor=place.fresh(duty))


def test_strangers_duty_is_worth_nothing(place, batch):
    submit(place, batch)
    stranger = person("unit_reviewer", organisation=OrganisationFactory())

    with pytest.raises(PermissionDenied):
        pass_step(place, batch, actor=stranger)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("contributor", "unit_reviewer"),
        ("contributor", "secrecy_reviewer"),
        ("unit_reviewer", "secrecy_reviewer"),
        ("unit_head", "secrecy_reviewer"),
        ("contributor", "editor"),
        ("secrecy_reviewer", "editor"),
    ],
)
def test_people_must_differ(place, batch, first, second):
    both = place.people[first]
    seat = place.office if second == "editor" else place.unit
    give(both, second, organisation=seat)
    state = next(state for state, duty in rules.DUTY_AT.items() if duty == second)
    bring_to(place, batch, state)

    with pytest.raises(rules.PeopleMustDiffer):
        pass_step(place, batch, actor=User.objects.get(pk=both.pk))


@pytest.mark.parametrize(("duty", "seat"), [("contributor", "unit"), ("secrecy_reviewer", "unit")])
def test_publisher_is_neither_importer_nor_secrecy_reviewer(place, batch, duty, seat):
    both = place.people[duty]
    give(both, "publisher", organisation=place.office)
    bring_to(place, batch, "approved")

    with pytest.raises(rules.PeopleMustDiffer):
        imports_publishing.approve_publication(
            actor=User.objects.get(pk=both.pk), batch_id=batch.pk, now=NOW
        )


def test_editor_may_also_publish(place, batch):
    give(place.people["editor"], "publisher", organisation=place.office)
    bring_to(place, batch, "approved")

    imports_publishing.approve_publication(actor=place.fresh("editor"), batch_id=batch.pk, now=NOW)
    batch.refresh_from_db()
    assert imports_approval.is_publishing(batch)


@pytest.mark.parametrize(("opinion", "basis"), [("", BASIS), ("public", " "), ("other", BASIS)])
def test_secrecy_opinion_needs_its_basis(place, batch, opinion, basis):
    bring_to(place, batch, "secrecy_review")

    with pytest.raises(rules.ChainRefused, match="依据"):
        pass_step(place, batch, opinion=opinion, basis=basis)


def test_secrecy_reviewer_who_refuses_sends_the_batch_back(place, batch):
    bring_to(place, batch, "secrecy_review")

    batch = pass_step(place, batch, opinion="not_public", basis="含内部数据")

    assert (batch.state, batch.returned_reason) == (
        "ready",
        "保密审查意见：不予公开。依据：含内部数据",
    )


@pytest.mark.parametrize(
    ("state", "duty"),
    [("unit_review", "unit_reviewer"), ("editing", "editor"), ("approved", "publisher")],
)
def test_batch_sent_back_is_void_and_its_importer_told(
    place, batch, state, duty, django_capture_on_commit_callbacks
):
    bring_to(place, batch, state)

    with django_capture_on_commit_callbacks(execute=True):
        batch = imports_approval.send_back_batch(
            actor=place.fresh(duty), batch_id=batch.pk, reason="第2篇有误", now=NOW
        )

    assert (batch.state, batch.returned_reason) == ("ready", "第2篇有误")
    assert not Approval.objects.of(queries.BATCH, batch.pk).standing().exists()
    told = Notification.objects.get(kind="portal.import_returned")
    assert told.user == place.people["contributor"]
    assert told.url == f"/manage/imports/{batch.pk}/"
    assert submit(place, batch).state == "unit_review"


def test_sending_back_needs_a_reason_and_the_duty(place, batch):
    bring_to(place, batch, "unit_review")
    given = {"batch_id": batch.pk, "now": NOW}

    with pytest.raises(rules.ChainRefused, match="原因"):
        imports_approval.send_back_batch(actor=place.fresh("unit_reviewer"), reason=" ", **given)
    with pytest.raises(PermissionDenied):
        imports_approval.send_back_batch(actor=place.fresh("editor"), reason="x", **given)


def test_batch_that_is_being_published_is_not_sent_back(place, batch):
    bring_to(place, batch, "approved")
    publisher = {"actor": place.fresh("publisher"), "batch_id": batch.pk, "now": NOW}
    imports_publishing.approve_publication(**publisher)

    with pytest.raises(imports.ImportRefused, match="正在发布"):
        imports_approval.send_back_batch(reason="晚了", **publisher)


def test_batch_that_nobody_reviews_cannot_be_passed(place, batch):
    with pytest.raises(rules.ChainRefused):
        imports_approval.waiting_step(batch)


def test_only_a_ready_batch_of_ones_own_is_submitted(place, batch):
    with pytest.raises(PermissionDenied):
        imports_approval.submit_batch(
            actor=place.fresh("unit_reviewer"), batch_id=batch.pk, now=NOW
        )
    submit(place, batch)
    with pytest.raises(imports.ImportRefused, match=re.escape("没有可提交的内容")):
        submit(place, batch)


def test_item_taken_out_becomes_a_draft_and_leaves_the_manifest(place, batch):
    before = batch.manifest_hash
    item = batch.items.get(line=2)

    batch = imports_approval.drop_items(
        actor=place.fresh("contributor"), batch_id=batch.pk, item_ids=[item.pk], now=NOW
    )

    assert (batch.imported, batch.skipped) == (2, 1)
    assert batch.manifest_hash != before
    article = Article.objects.get(source_key="old-2")
    assert (article.stage, article.batch) == ("draft", None)
    assert outcomes(batch)[2] == ("skipped", "已移出批次，转为草稿")
    bring_to(place, batch, "approved")
    publish(place, batch)
    assert Article.objects.online().count() == 2


def test_nothing_is_taken_out_once_submitted_or_by_another(place, batch):
    given = {"batch_id": batch.pk, "item_ids": [1], "now": NOW}
    with pytest.raises(PermissionDenied):
        imports_approval.drop_items(actor=place.fresh("unit_reviewer"), **given)
    submit(place, batch)
    with pytest.raises(imports.ImportRefused, match="已提交"):
        imports_approval.drop_items(actor=place.fresh("contributor"), **given)


def test_who_sees_a_batch(place, batch):
    def sees(user):
        return import_queries.visible_batches(user).filter(pk=batch.pk).exists()

    stranger = person("contributor", "unit_reviewer", organisation=OrganisationFactory())
    assert sees(place.fresh("unit_reviewer"))
    assert not sees(place.fresh("editor"))
    assert not sees(stranger)

    submit(place, batch)

    assert sees(place.fresh("editor"))
    assert not sees(stranger)


def test_progress_of_reading_and_of_nothing(place, batch):
    waiting = opened(place, record(9))
    progress = import_queries.progress_of(waiting)

    assert (progress.label, progress.percent) == ("正在读取", 0)
    assert import_queries.progress_of(batch) is None


def test_steps_name_who_passed(place, batch):
    submit(place, batch)
    batch = pass_step(place, batch)

    steps = import_queries.batch_steps(batch)

    assert [(step.code, step.state) for step in steps] == [
        ("unit_review", "taken"),
        ("unit_head", "waiting"),
        ("secrecy_review", "ahead"),
        ("editing", "ahead"),
        ("publish", "ahead"),
    ]
    assert steps[0].approval.actor == place.people["unit_reviewer"]
