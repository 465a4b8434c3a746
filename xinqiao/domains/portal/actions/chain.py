"""The steps of the chain: pass, send back, edit at the desk, ask the reviewers to confirm."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, queries, rules
from xinqiao.domains.portal.actions import acts, checking, desk_queue
from xinqiao.domains.portal.actions.drafts import keep_version, write_into
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.rules.desk_queue import Outcome
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.approvals import actions as approvals
from xinqiao.kernel.approvals import queries as approval_queries
from xinqiao.kernel.approvals.rules import Content, Decision, Signature, may_pass


@transaction.atomic
def pass_step(
    *,
    actor: User,
    article_id: int,
    content_hash: str,
    now: dt.datetime,
    opinion: str = "",
    basis: str = "",
) -> Article:
    """Pass the step where the article waits, for exactly the content that was seen.

    At the secrecy step ``opinion`` is one of rules.SecrecyOpinion, with its basis; anything but
    公开 sends the text back. Raises PermissionDenied, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    require(policies.can_take_step(actor, article))
    rules.check_act("pass", stage=article.stage)
    copy = acts.seen_copy(article, content_hash)
    if article.stage == rules.Stage.SECRECY_REVIEW:
        rules.check_opinion(opinion, basis)
    signed = _check_turn(copy, content_hash, actor)
    if article.stage == rules.Stage.SECRECY_REVIEW and opinion != rules.SecrecyOpinion.PUBLIC:
        return _refuse_publicity(article, actor, opinion, basis, now)
    checking.hold(copy, now, needs_waiver=article.stage not in rules.BEFORE_SECRECY_REVIEW)
    sign(article, content_hash, article.stage, actor, now, opinion=opinion, basis=basis)
    signed.append(Signature(article.stage, actor.pk))
    after = {"step": article.stage, "content": content_hash, "opinion": opinion}
    acts.record("step_passed", article, actor, now, after=after, reason=basis)
    _go_on(article, rules.next_stage(copy.content_class, signed), now)
    return article


def _check_turn(copy: Article, content_hash: str, actor: User) -> list[Signature]:
    """The signatures so far, if this stage is next and this person may take it."""
    signed = approval_queries.signatures(queries.ARTICLE, copy.pk, content_hash)
    valid = [row for row in signed if row.actor_id not in copy.barred.get(row.step, ())]
    if rules.next_stage(copy.content_class, valid) != copy.stage:
        raise rules.ChainRefused(_("内容已修改，须先送审核员和保密审查员确认。"))
    check_person(copy, copy.stage, actor, signed)
    return signed


def check_person(article: Article, step: str, actor: User, signed: Sequence[Signature]) -> None:
    """Refuse the authors and those who must be other people. Raises rules.PeopleMustDiffer."""
    if not may_pass(step, actor.pk, signatures=signed, barred=article.barred, apart=rules.APART):
        raise rules.PeopleMustDiffer(_("撰稿人、审核人和保密审查人不能由同一人担任。"))


def sign(
    article: Article,
    content_hash: str,
    step: str,
    actor: User,
    now: dt.datetime,
    *,
    opinion: str = "",
    basis: str = "",
) -> None:
    """Write the approval. Raises approvals.AlreadyPassed."""
    approvals.pass_step(
        content=Content(queries.ARTICLE, article.pk, content_hash),
        step=step,
        actor=actor,
        organisation_id=actor.organisation_id or article.organisation_id,
        now=now,
        decision=Decision.CONFIRMED if article.confirming else Decision.PASSED,
        opinion=opinion,
        basis=basis,
    )


def _go_on(article: Article, stage: rules.Stage, now: dt.datetime) -> None:
    article.confirming = article.confirming and stage in rules.REVIEW_STAGES
    article.returned_reason = article.returned_to = ""
    acts.move(article, stage, now, "confirming", "returned_reason", "returned_to")
    acts.tell_next(article, now)


def _refuse_publicity(
    article: Article, actor: User, opinion: str, basis: str, now: dt.datetime
) -> Article:
    label = rules.SecrecyOpinion(opinion).label
    reason = _("保密审查意见：%(opinion)s。依据：%(basis)s") % {"opinion": label, "basis": basis}
    return _return(article, actor, rules.Stage.RETURNED, reason, now)


@transaction.atomic
def send_back(
    *, actor: User, article_id: int, to_stage: str, reason: str, now: dt.datetime
) -> Article:
    """Send the text back to its author (``returned``) or to an earlier step, with a reason.

    Raises PermissionDenied, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    require(policies.can_send_back(actor, article))
    rules.check_act("send_back", stage=article.stage)
    to_stage = rules.Stage.RETURNED if to_stage == rules.Stage.DRAFT else to_stage
    content_class = article.working_copy().content_class
    rules.check_return(content_class, article.stage, to_stage, reason)
    return _return(article, actor, to_stage, reason.strip(), now)


def _return(article: Article, actor: User, to_stage: str, reason: str, now: dt.datetime) -> Article:
    before = article.stage
    content_class = article.working_copy().content_class
    acts.void(article, reason, now, steps=rules.voided_by_return(content_class, to_stage))
    article.returned_reason, article.returned_to = reason[:500], rules.Stage(to_stage)
    article.publish_at = None
    if before in rules.DESK_STAGES and to_stage == rules.Stage.RETURNED:
        desk_queue.note(article, Outcome.REJECTED, actor, now, reason)
    article.confirming = article.confirming and to_stage != rules.Stage.RETURNED
    acts.move(article, to_stage, now, "returned_reason", "returned_to", "publish_at", "confirming")
    acts.record(
        "article_returned",
        article,
        actor,
        now,
        before={"stage": before},
        after={"stage": to_stage},
        reason=reason,
    )
    text = _("《%(title)s》被退回：%(reason)s") % {"title": article.title, "reason": reason}
    acts.tell(article, (article.created_by, article.submitted_by), "returned", text, now)
    if to_stage != rules.Stage.RETURNED:
        acts.tell_next(article, now)
    return article


@transaction.atomic
def edit_at_desk(
    *,
    actor: User,
    article_id: int,
    now: dt.datetime,
    attachments: Sequence[tuple[int, str]] | None = None,
    **content: Any,
) -> Article:
    """Edit at the desk, with trace; the reviewers confirm the difference before it goes on.

    Raises PermissionDenied, ValidationError, rules.ChainRefused.
    """
    article = acts.locked(article_id)
    require(policies.can_edit_at_desk(actor, article))
    rules.check_act("edit_at_desk", stage=article.stage)
    copy = article.working_copy()
    before = queries.hash_of(copy)
    write_into(copy, content, attachments)
    if queries.hash_of(copy) == before:
        return article
    copy = keep_version(article, actor, content, attachments)
    acts.record(
        "article_edited_at_desk",
        copy,
        actor,
        now,
        before={"content": before},
        after={"content": queries.hash_of(copy)},
    )
    return _ask(acts.locked(article_id), actor, now)


@transaction.atomic
def request_confirmation(*, actor: User, article_id: int, now: dt.datetime) -> Article:
    """Send what was edited at the desk to the earlier reviewers. Raises as edit_at_desk does."""
    article = acts.locked(article_id)
    require(policies.can_edit_at_desk(actor, article))
    rules.check_act("request_confirmation", stage=article.stage)
    return _ask(article, actor, now)


def _ask(article: Article, actor: User, now: dt.datetime) -> Article:
    copy = article.working_copy()
    content_hash = acts.check_fit(copy)
    checking.hold(copy, now, needs_waiver=False)
    signed = approval_queries.signatures(queries.ARTICLE, article.pk, content_hash)
    valid = [row for row in signed if row.actor_id not in copy.barred.get(row.step, ())]
    stage = rules.next_stage(copy.content_class, valid)
    if stage in rules.DESK_STAGES:
        raise rules.ChainRefused(_("内容没有变化，无需确认。"))
    acts.void(article, _("编辑部修改"), now, keep=content_hash)
    # A reviewer who has since written at the desk no longer counts for his step.
    acts.void(
        article, _("编辑部修改"), now, steps={row.step for row in signed} - {r.step for r in valid}
    )
    article.confirming, article.publish_at = True, None
    article.frozen_revision = article.latest_revision_id or 0
    acts.move(article, stage, now, "confirming", "publish_at", "frozen_revision")
    acts.record("confirmation_requested", article, actor, now, after={"content": content_hash})
    acts.tell_next(article, now)
    return article
