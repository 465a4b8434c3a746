"""What the county's people left behind: approvals bound to content, and the audit trail."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xinqiao.config.demo.commissions import Draft
from xinqiao.config.demo.people import People
from xinqiao.domains.portal import queries, rules
from xinqiao.domains.portal.models import Article
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.approvals.rules import Step
from xinqiao.kernel.audit.models import AuditEvent

BASIS = "不涉及国家秘密、工作秘密和个人隐私"
ROLE_AT: dict[str, str] = {
    rules.UNIT_REVIEW.code: "reviewer",
    rules.UNIT_HEAD.code: "head",
    rules.SECRECY_REVIEW.code: "secrecy",
    rules.EDITING.code: "editor",
    rules.PUBLISH.code: "publisher",
}
UNPASSED = frozenset({"draft", "returned", "unit_review"})
STEP_MINUTES = 15
RECENT = dt.timedelta(days=45)  # younger articles have every step in the trail


@dataclass(frozen=True)
class Written:
    """An article with the draft it came from, what it says, and what it said before."""

    article: Article
    draft: Draft
    content_hash: str
    earlier_hash: str = ""


def person_at(step: Step, written: Written, staff: People) -> User:
    """Who takes a step: of the unit, or of the desk that does the last step on the site."""
    role = ROLE_AT[step.code]
    if role in {"editor", "publisher"}:
        return staff.of(written.article.column.site.desk.organisation.code, role)
    return staff.of(written.draft.unit, role)


def steps_taken(written: Written) -> list[Step]:
    """The steps behind an article; a scheduled or published one has the publisher's too."""
    life, article = written.draft.life, written.article
    if life.fate in UNPASSED:
        return []
    steps = list(rules.steps_of(article.content_class))
    if life.was_published or article.publish_at:
        return [*steps, rules.PUBLISH]
    codes = [step.code for step in steps]
    return steps[: codes.index(article.stage)] if article.stage in codes else steps


def approvals(written: Written, staff: People) -> Iterator[Approval]:
    """Every signature, of the text as it is and of the text that was corrected."""
    life = written.draft.life
    if written.earlier_hash:
        yield from _signed(written, written.earlier_hash, life.written_at, staff)
        yield from _signed(written, written.content_hash, life.changed_at, staff)
        return
    yield from _signed(written, written.content_hash, life.written_at, staff)


def _signed(
    written: Written, content_hash: str, since: dt.datetime, staff: People
) -> Iterator[Approval]:
    for number, step in enumerate(steps_taken(written), start=1):
        person = person_at(step, written, staff)
        is_secrecy = step == rules.SECRECY_REVIEW
        yield Approval(
            target_type=queries.ARTICLE,
            target_id=written.article.pk,
            content_hash=content_hash,
            step=step.code,
            actor=person,
            organisation_id=person.organisation_id or 0,
            basis=BASIS if is_secrecy else "",
            opinion=rules.SecrecyOpinion.PUBLIC if is_secrecy else "",
            at=_moment(written, since, number),
        )


def _moment(written: Written, since: dt.datetime, number: int) -> dt.datetime:
    """Steps follow one another; nobody signs after the publication."""
    moment = since + dt.timedelta(minutes=STEP_MINUTES * number)
    life = written.draft.life
    if since == life.written_at and life.published_at:
        return min(moment, life.published_at)
    return min(moment, life.changed_at) if written.earlier_hash else moment


def trail(written: Written, staff: People, now: dt.datetime) -> Iterator[AuditEvent]:
    """The article's life in the audit trail; long ago only its beginning and its end."""
    life, article = written.draft.life, written.article
    author = article.created_by
    if life.fate == "draft":
        yield _event("article_created", article, author, life.written_at)
        return
    yield _event("article_submitted", article, author, life.written_at + dt.timedelta(minutes=5))
    if now - life.written_at < RECENT:
        yield from _steps(written, staff)
    yield from _end(written, staff)


def _steps(written: Written, staff: People) -> Iterator[AuditEvent]:
    since = written.draft.life.written_at
    for number, step in enumerate(steps_taken(written), start=1):
        if step != rules.PUBLISH:
            person = person_at(step, written, staff)
            at = _moment(written, since, number)
            after = {"step": step.code, "content": written.content_hash}
            yield _event("step_passed", written.article, person, at, after=after)


def _end(written: Written, staff: People) -> Iterator[AuditEvent]:
    life, article = written.draft.life, written.article
    publisher, content = article.publisher, {"content": written.content_hash}
    if life.published_at:
        first = {"content": written.earlier_hash or written.content_hash}
        yield _event("article_published", article, publisher, life.published_at, after=first)
    if life.fate == "corrected":
        yield _event("article_corrected", article, publisher, life.changed_at, after=content)
    if life.fate == "correcting":
        yield _event("correction_started", article, article.created_by, life.changed_at)
    if life.fate == "withdrawn":
        reason = article.withdrawn_reason
        yield _event("article_withdrawn", article, publisher, life.changed_at, reason=reason)
    if life.fate == "returned":
        reason = article.returned_reason
        reviewer = staff.of(written.draft.unit, "reviewer")
        yield _event("article_returned", article, reviewer, life.changed_at, reason=reason)


def _event(
    act: str,
    article: Article,
    actor: User | None,
    at: dt.datetime,
    *,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> AuditEvent:
    """An event for a bulk insert, as audit.record would write it one by one."""
    who = {"actor_label": "系统"}
    if actor is not None:
        who = {"actor_label": str(actor), "actor_name": actor.get_username()}
    return AuditEvent(
        at=at,
        action=f"portal.{act}",
        actor=actor,
        actor_organisation_id=actor.organisation_id if actor else None,
        organisation_id=article.organisation_id,
        target_type=article._meta.label_lower,
        target_id=str(article.pk),
        target_label=article.title,
        after=after,
        reason=reason,
        **who,
    )
