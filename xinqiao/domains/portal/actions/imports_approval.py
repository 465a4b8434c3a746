"""The way of an import batch: submitted, passed by the required people, sent back."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import policies, queries, rules
from xinqiao.domains.portal.actions.imports import ImportRefused, record
from xinqiao.domains.portal.models import Article, ImportBatch
from xinqiao.domains.portal.queries.imports import batch_path
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.approvals import actions as approvals
from xinqiao.kernel.approvals import queries as approval_queries
from xinqiao.kernel.approvals.rules import Content, Signature, Step, may_pass
from xinqiao.kernel.notifications import actions as notifications

CHANGED = _("批次内容已变化，请刷新后重新查看。")


@transaction.atomic
def submit_batch(*, actor: User, batch_id: int, now: dt.datetime) -> ImportBatch:
    """Hand a batch to its first step with its manifest fixed.

    Raises PermissionDenied, ImportRefused, rules.ChainRefused.
    """
    batch = locked(batch_id)
    require(batch.created_by_id == actor.pk and _may_write(actor, batch))
    if batch.state != rules.BatchState.READY or not batch.imported:
        raise ImportRefused(_("批次没有可提交的内容。"))
    batch.manifest_hash = queries.manifest_of(batch)
    batch.returned_reason = ""
    _move(batch, str(rules.next_stage(batch.content_class, ())), now)
    record(batch, "submitted", actor, now, after={"manifest": batch.manifest_hash})
    return batch


@transaction.atomic
def pass_batch(
    *,
    actor: User,
    batch_id: int,
    manifest_hash: str,
    now: dt.datetime,
    opinion: str = "",
    basis: str = "",
) -> ImportBatch:
    """Pass the step where the batch waits, for exactly the manifest that was seen.

    At the secrecy step ``opinion`` is one of rules.SecrecyOpinion, with its basis; anything but
    公开 sends the batch back. Raises PermissionDenied, rules.ChainRefused.
    """
    batch = locked(batch_id)
    step = rules.step_of(batch.state, batch.content_class)
    require(policies.can_take_batch_step(actor, batch, step.duty))
    check_person(batch, step, actor)
    _check_manifest(batch, manifest_hash)
    if step == rules.SECRECY_REVIEW:
        rules.check_opinion(opinion, basis)
        if opinion != rules.SecrecyOpinion.PUBLIC:
            label = rules.SecrecyOpinion(opinion).label
            return _return(batch, actor, f"保密审查意见：{label}。依据：{basis}", now)
    sign(batch, step, actor, now, opinion=opinion, basis=basis)
    _move(batch, str(rules.next_stage(batch.content_class, _signatures(batch))), now)
    record(batch, "passed", actor, now, after={"step": step.code, "manifest": manifest_hash})
    return batch


@transaction.atomic
def send_back_batch(*, actor: User, batch_id: int, reason: str, now: dt.datetime) -> ImportBatch:
    """Send a batch back to the person who imported it; what was passed is void.

    Raises PermissionDenied, rules.ChainRefused.
    """
    batch = locked(batch_id)
    require(policies.can_take_batch_step(actor, batch, waiting_step(batch).duty))
    rules.check_reason(reason)
    if batch.state == rules.BatchState.APPROVED and is_publishing(batch):
        raise ImportRefused(_("批次正在发布，不能退回。"))
    return _return(batch, actor, reason, now)


def _return(batch: ImportBatch, actor: User, reason: str, now: dt.datetime) -> ImportBatch:
    approvals.void(target_type=queries.BATCH, target_id=batch.pk, reason=reason, now=now)
    batch.returned_reason = reason.strip()[:500]
    _move(batch, rules.BatchState.READY, now)
    record(batch, "returned", actor, now, reason=reason)
    transaction.on_commit(partial(_tell_importer, batch, now))
    return batch


@transaction.atomic
def drop_items(*, actor: User, batch_id: int, item_ids: list[int], now: dt.datetime) -> ImportBatch:
    """Take articles out of a batch that is not submitted; they become drafts of their own.

    Raises PermissionDenied, ImportRefused.
    """
    batch = locked(batch_id)
    require(batch.created_by_id == actor.pk and _may_write(actor, batch))
    if batch.state != rules.BatchState.READY:
        raise ImportRefused(_("批次已提交，不能移出条目。"))
    dropped = batch.items.filter(pk__in=item_ids, outcome__in=rules.WRITTEN)
    articles = list(dropped.values_list("article_id", flat=True))
    count = dropped.update(outcome=rules.ItemOutcome.SKIPPED, message="已移出批次，转为草稿")
    Article.objects.filter(pk__in=articles).update(
        batch=None, stage=rules.Stage.DRAFT, stage_since=now, updated_at=now
    )
    batch.imported -= count
    batch.skipped += count
    batch.manifest_hash = queries.manifest_of(batch)
    batch.save(update_fields=["imported", "skipped", "manifest_hash"])
    record(batch, "items_dropped", actor, now, after={"count": count})
    return batch


def locked(batch_id: int) -> ImportBatch:
    """The batch, locked until the transaction ends."""
    rows = ImportBatch.objects.select_for_update(of=("self",))
    return rows.select_related("column__site__parent__parent", "created_by").get(pk=batch_id)


def waiting_step(batch: ImportBatch) -> Step:
    """The step that the batch waits for. Raises rules.ChainRefused."""
    if batch.state == rules.BatchState.APPROVED:
        return rules.PUBLISH
    return rules.step_of(batch.state, batch.content_class)


def check_person(batch: ImportBatch, step: Step, actor: User) -> None:
    """Refuse the importer and whoever must be another person. Raises rules.PeopleMustDiffer."""
    signatures = _signatures(batch)
    barred = rules.barred(frozenset({batch.created_by_id}))
    if not may_pass(step.code, actor.pk, signatures=signatures, barred=barred, apart=rules.APART):
        raise rules.PeopleMustDiffer(_("导入人、审核人和保密审查人不能由同一人担任。"))


def is_publishing(batch: ImportBatch) -> bool:
    """Whether a publisher has given the word."""
    return any(row.step == rules.PUBLISH.code for row in _signatures(batch))


def _signatures(batch: ImportBatch) -> list[Signature]:
    return approval_queries.signatures(queries.BATCH, batch.pk, batch.manifest_hash)


def sign(
    batch: ImportBatch, step: Step, actor: User, now: dt.datetime, *, opinion: str, basis: str
) -> None:
    """Record the approval of the whole manifest. Raises approvals.AlreadyPassed."""
    approvals.pass_step(
        content=Content(queries.BATCH, batch.pk, batch.manifest_hash),
        step=step.code,
        actor=actor,
        organisation_id=actor.organisation_id or batch.organisation_id,
        now=now,
        opinion=opinion,
        basis=basis,
    )


def _check_manifest(batch: ImportBatch, seen: str) -> None:
    if seen != batch.manifest_hash or seen != queries.manifest_of(batch):
        raise rules.ContentChanged(CHANGED)


def _may_write(actor: User, batch: ImportBatch) -> bool:
    return actor.holds(policies.CONTRIBUTOR, batch.organisation_id)


def _move(batch: ImportBatch, state: str, now: dt.datetime) -> None:
    batch.state = state
    batch.state_since = now
    batch.save(update_fields=["state", "state_since", "manifest_hash", "returned_reason"])


def _tell_importer(batch: ImportBatch, now: dt.datetime) -> None:
    notifications.notify(
        user=batch.created_by,
        kind="portal.import_returned",
        text=f"导入批次“{batch.name}”被退回：{batch.returned_reason}",
        url=batch_path(batch),
        now=now,
        once_key=f"import-returned:{batch.pk}:{now.isoformat()}",
    )
