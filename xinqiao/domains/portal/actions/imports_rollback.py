"""Taking a whole batch back: before publication it is deleted, after it withdrawn with a reason."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.actions.imports import CHUNK, ImportRefused, record
from xinqiao.domains.portal.actions.imports_approval import locked
from xinqiao.domains.portal.actions.migration_redirects import take_back_redirects
from xinqiao.domains.portal.actions.publication import withdraw
from xinqiao.domains.portal.models import Article, ImportBatch, LegacyPage
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require

TAKEN_BACK = _("已回退")


@transaction.atomic
def delete_batch(*, actor: User, batch_id: int, reason: str, now: dt.datetime) -> ImportBatch:
    """Delete what a batch brought in before it is public; its pages may be imported again.

    What it had taken over from drafts becomes a draft again. Raises PermissionDenied,
    ImportRefused, rules.ChainRefused.
    """
    batch = locked(batch_id)
    require(policies.can_delete_batch(actor, batch))
    rules.check_reason(reason)
    if batch.state not in rules.DELETABLE_BATCHES:
        raise ImportRefused(_("批次正在审批或已发布，不能删除；审批中的请先退回。"))
    brought = batch.items.filter(outcome=rules.ItemOutcome.IMPORTED)
    ids = list(brought.values_list("article", flat=True))
    batch.items.filter(outcome__in=rules.WRITTEN).update(
        article=None, outcome=rules.ItemOutcome.SKIPPED, message=str(TAKEN_BACK)
    )
    LegacyPage.objects.filter(batch=batch).update(
        outcome=rules.PageOutcome.WAITING, message=str(TAKEN_BACK), article=None, batch=None,
        check_result="",
    )  # fmt: skip
    Article.objects.filter(batch=batch, pk__in=ids).delete()
    batch.articles.update(batch=None, stage=rules.Stage.DRAFT, stage_since=now, updated_at=now)
    return _close(batch, actor, reason, now, count=len(ids))


def withdraw_batch(*, actor: User, batch_id: int, reason: str, now: dt.datetime) -> int:
    """Withdraw every article of a published batch, each in its own transaction.

    Returns how many went; a killed run goes on where it stood. Raises
    as check_withdrawable.
    """
    batch = ImportBatch.objects.select_related("column__site__parent__parent").get(pk=batch_id)
    check_withdrawable(batch, actor, reason)
    count = 0
    online = batch.articles.filter(public_state=rules.PublicState.ONLINE).order_by("pk")
    while ids := list(online.values_list("pk", flat=True)[:CHUNK]):
        for article_id in ids:
            withdraw(actor=actor, article_id=article_id, reason=reason, now=now)
        count += len(ids)
    with transaction.atomic():
        pages = LegacyPage.objects.filter(batch=batch)
        take_back_redirects(pages, batch.site_id)
        pages.update(outcome=rules.PageOutcome.SKIPPED, message=f"{TAKEN_BACK}：{reason}"[:300])
        _close(locked(batch_id), actor, reason, now, count=count)
    return count


def check_withdrawable(batch: ImportBatch, actor: User, reason: str) -> None:
    """A publisher's act on what is public. Raises PermissionDenied, ImportRefused, ChainRefused."""
    require(policies.can_take_batch_step(actor, batch, rules.PUBLISH.duty))
    rules.check_reason(reason)
    if batch.state != rules.BatchState.PUBLISHED:
        raise ImportRefused(_("批次还没有发布，不能整批撤回。"))


def _close(
    batch: ImportBatch, actor: User, reason: str, now: dt.datetime, *, count: int
) -> ImportBatch:
    batch.state, batch.state_since = rules.BatchState.TAKEN_BACK, now
    batch.returned_reason = reason.strip()[:500]
    batch.save(update_fields=["state", "state_since", "returned_reason"])
    record(batch, "taken_back", actor, now, after={"count": count}, reason=reason)
    return batch
