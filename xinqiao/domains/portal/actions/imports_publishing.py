"""Publishing a passed batch: a publisher gives the word, a job does it chunk by chunk."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import policies, queries, rules
from xinqiao.domains.portal.actions.imports import CHUNK, ImportRefused, record
from xinqiao.domains.portal.actions.imports_approval import check_person, locked, sign
from xinqiao.domains.portal.actions.migration_redirects import leave_redirects
from xinqiao.domains.portal.actions.publication import publish_held
from xinqiao.domains.portal.models import ImportBatch, ImportItem
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.approvals import queries as approvals


@transaction.atomic
def approve_publication(*, actor: User, batch_id: int, now: dt.datetime) -> ImportBatch:
    """The publisher's word for the whole batch.

    Raises PermissionDenied, ImportRefused, rules.ChainRefused, approvals.AlreadyPassed.
    """
    batch = locked(batch_id)
    require(policies.can_take_batch_step(actor, batch, rules.PUBLISH.duty))
    if batch.state != rules.BatchState.APPROVED or not queries.batch_is_approved(batch):
        raise ImportRefused(_("批次尚未完成审批，不能发布。"))
    check_person(batch, rules.PUBLISH, actor)
    sign(batch, rules.PUBLISH, actor, now, opinion="", basis="")
    record(batch, "publishing", actor, now, after={"manifest": batch.manifest_hash})
    return batch


def publish_batch(*, batch_id: int, now: dt.datetime) -> int:
    """Bring the batch online, a chunk a transaction; returns how many went. Harmless to repeat.

    Raises ImportRefused when nobody gave the word.
    """
    batch = ImportBatch.objects.get(pk=batch_id)
    if batch.state == rules.BatchState.PUBLISHED:
        return 0
    publisher = _publisher(batch)
    published, line = 0, 0
    while chunk := _chunk(batch, after=line):
        published += _publish(batch_id, chunk, publisher, now)
        line = chunk[-1].line
    _finish(batch_id, publisher, published, now)
    return published


def _publisher(batch: ImportBatch) -> User:
    """Who gave the word for exactly this manifest. Raises ImportRefused."""
    given = approvals.standing(queries.BATCH, batch.pk, batch.manifest_hash)
    word = given.filter(step=rules.PUBLISH.code).select_related("actor").first()
    if word is None or not queries.batch_is_approved(batch):
        raise ImportRefused(_("批次尚未完成审批，不能发布。"))
    publisher: User = word.actor
    return publisher


def _chunk(batch: ImportBatch, *, after: int) -> list[ImportItem]:
    """The next items that are not out yet."""
    waiting = batch.items.filter(
        outcome__in=rules.WRITTEN,
        line__gt=after,
        article__public_state=rules.PublicState.UNPUBLISHED,
    )
    return list(waiting.order_by("line")[:CHUNK])


@transaction.atomic
def _publish(batch_id: int, chunk: list[ImportItem], publisher: User, now: dt.datetime) -> int:
    hashes = {item.article_id: item.content_hash for item in chunk if item.article_id}
    gone = publish_held(batch_id=batch_id, hashes=hashes, publisher=publisher, now=now)
    kept = [item.pk for item in chunk if item.article_id not in gone]
    ImportItem.objects.filter(pk__in=kept).update(
        message="内容与审批时不同，或含涉密标志、个人信息，未发布"
    )
    return len(gone)


@transaction.atomic
def _finish(batch_id: int, publisher: User, published: int, now: dt.datetime) -> None:
    batch = locked(batch_id)
    batch.state = rules.BatchState.PUBLISHED
    batch.state_since = now
    batch.save(update_fields=["state", "state_since"])
    leave_redirects(batch)
    record(batch, "published", publisher, now, after={"count": published})
