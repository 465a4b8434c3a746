"""An import batch brings its articles online as a whole, and only what its manifest names."""

import pytest

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import Article, ImportItem, Placement
from xinqiao.domains.portal.tests.factories import NOW, ImportBatchFactory, draft
from xinqiao.kernel.approvals import actions as approvals
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.approvals.rules import Content
from xinqiao.kernel.jobs.models import OutboxEvent
from xinqiao.kernel.sites.models import Column

pytestmark = pytest.mark.django_db
PASSES = ("unit_reviewer", "unit_head", "secrecy_reviewer", "editor", "publisher")


@pytest.fixture
def batch(place):
    """Three articles held by a batch whose manifest everybody has passed."""
    batch = ImportBatchFactory(
        site=place.subsite,
        column=place.column,
        organisation=place.unit,
        created_by=place.people["contributor"],
        state="approved",
    )
    for line in (1, 2, 3):
        article = draft(place, title=f"条例{line}", content_class="document")
        Article.objects.filter(pk=article.pk).update(
            stage="done", batch=batch, latest_revision=None, has_unpublished_changes=False
        )
        ImportItem.objects.create(
            batch=batch,
            line=line,
            source_id=str(line),
            article=article,
            content_hash=queries.hash_of(article),
            outcome="imported",
        )
    batch.manifest_hash = queries.manifest_of(batch)
    batch.save()
    steps = (*rules.steps_of("document"), rules.PUBLISH)
    for duty, step in zip(PASSES, steps, strict=True):
        approvals.pass_step(
            content=Content(queries.BATCH, batch.pk, batch.manifest_hash),
            step=step.code,
            actor=place.people[duty],
            organisation_id=place.unit.pk,
            now=NOW,
        )
    return batch


def publish(place, batch, **change):
    hashes = dict(batch.items.values_list("article_id", "content_hash")) | change
    return actions.publish_held(
        batch_id=batch.pk, hashes=hashes, publisher=place.people["publisher"], now=NOW
    )


def test_batch_goes_online_whole(place, batch):
    assert queries.batch_is_approved(batch)

    assert len(publish(place, batch)) == 3

    assert Article.objects.online().count() == 3
    assert all(queries.online_is_approved(article) for article in Article.objects.all())
    column = Column.objects.get(pk=place.column.pk)
    assert (column.online_count, column.last_published_at) == (3, NOW)
    assert Placement.objects.online().count() == 3
    event = OutboxEvent.objects.latest("pk")
    assert {f"article:{pk}" for pk in Article.objects.values_list("pk", flat=True)} < set(
        event.keys
    )


def test_publishing_again_changes_nothing(place, batch):
    publish(place, batch)

    assert publish(place, batch) == frozenset()
    assert Column.objects.get(pk=place.column.pk).online_count == 3


def test_article_changed_since_stays_where_it_is(place, batch):
    changed = batch.items.get(line=2).article
    Article.objects.filter(pk=changed.pk).update(title="改过")

    gone = publish(place, batch)

    assert changed.pk not in gone
    assert len(gone) == 2
    assert not Article.objects.get(pk=changed.pk).live


def test_hash_that_the_manifest_does_not_name_publishes_nothing(place, batch):
    article = batch.items.get(line=1).article
    Article.objects.filter(pk=article.pk).update(title="另一个")
    other = queries.hash_of(Article.objects.get(pk=article.pk))

    gone = actions.publish_held(
        batch_id=batch.pk,
        hashes={article.pk: other},
        publisher=place.people["publisher"],
        now=NOW,
    )

    assert gone == frozenset()


@pytest.mark.parametrize("step", ["unit_review", "unit_head", "secrecy_review", "publish"])
def test_batch_that_is_not_passed_whole_publishes_nothing(place, batch, step):
    Approval.objects.filter(step=step).update(voided_at=NOW)

    with pytest.raises(rules.ChainRefused):
        publish(place, batch)


def test_manifest_that_is_not_that_of_the_items_is_not_approved(batch):
    ImportItem.objects.filter(line=1).update(content_hash="0" * 64)
    assert not queries.batch_is_approved(batch)

    batch.manifest_hash = ""
    assert not queries.batch_is_approved(batch)


def test_batch_covers_exactly_the_hashes_of_its_manifest(place, batch):
    item = batch.items.get(line=1)
    covered = queries.covering_batch(item.article_id, item.content_hash)

    assert covered == Content(queries.BATCH, batch.pk, batch.manifest_hash)
    assert queries.covering_batch(item.article_id, "0" * 64) is None
    item.outcome = "skipped"
    item.save()
    assert queries.covering_batch(item.article_id, item.content_hash) is None


def test_imported_article_is_corrected_by_its_own_chain(place, batch):
    from xinqiao.domains.portal.tests.factories import online

    publish(place, batch)
    article = batch.items.get(line=1).article
    actions.start_correction(actor=place.people["contributor"], article_id=article.pk, now=NOW)
    actions.save_draft(
        actor=place.people["contributor"], article_id=article.pk, now=NOW, title="条例（修正）"
    )

    online(place, article)

    article.refresh_from_db()
    assert article.title == "条例（修正）"
    assert queries.online_is_approved(article)


def test_imported_article_is_not_deleted(place, batch):
    article = batch.items.get(line=1).article
    Article.objects.filter(pk=article.pk).update(stage="draft")

    with pytest.raises(rules.ChainRefused):
        actions.delete_draft(actor=place.people["contributor"], article_id=article.pk, now=NOW)
