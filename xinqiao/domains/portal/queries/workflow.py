"""Where an article is on its way, who is next since when, and what a correction changes."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.queries import people
from xinqiao.domains.portal.queries.content import ARTICLE, document_of, hash_of
from xinqiao.kernel.approvals import queries as approvals
from xinqiao.kernel.approvals.models import Approval


@dataclass(frozen=True)
class StepState:
    """One step of the way: taken by whom and when, waiting for whom since when, or to come."""

    code: str
    label: str
    state: str  # taken | waiting | ahead
    people: tuple[str, ...]
    since: dt.datetime | None
    opinion: str = ""
    basis: str = ""
    confirmed: bool = False


@dataclass(frozen=True)
class Difference:
    """One part of the content document that differs between the version online and the work."""

    name: str
    label: str
    before: Any
    after: Any


def workflow_map(article: Article, *, today: dt.date) -> list[StepState]:
    """The steps of the article's class with their people, publication last."""
    content_hash = hash_of(article.working_copy())
    rows = approvals.standing(ARTICLE, article.pk, content_hash).select_related("actor")
    taken = {row.step: row for row in rows}
    steps = [*rules.steps_of(article.content_class), rules.PUBLISH]
    found = [_state(article, step, taken.get(step.code), today) for step in steps]
    if article.content_class == rules.ContentClass.EXPRESS:
        found.append(_review_after(article, taken.get(rules.UNIT_REVIEW.code), today))
    return found


def _review_after(article: Article, row: Approval | None, today: dt.date) -> StepState:
    """The unit's review of what the express lane brought online."""
    state = _state(article, rules.UNIT_REVIEW, row, today)
    if row is None and article.review_due_at is not None:
        people_ = next_people(article, rules.UNIT_REVIEW, today)
        names = tuple(user.get_full_name() for user in people_)
        state = replace(state, state="waiting", people=names, since=article.published_at)
    return replace(state, label=str(_("补审")))


def _state(article: Article, step: Any, row: Approval | None, today: dt.date) -> StepState:
    if row is not None:
        return StepState(
            step.code,
            step.label,
            "taken",
            (row.actor.get_full_name(),),
            row.at,
            row.opinion,
            row.basis,
            row.decision == Approval.Decision.CONFIRMED,
        )
    waits_at = rules.Stage.APPROVED if step == rules.PUBLISH else step.code
    if article.stage != waits_at:
        return StepState(step.code, step.label, "ahead", (), None)
    names = tuple(user.get_full_name() for user in next_people(article, step, today))
    return StepState(step.code, step.label, "waiting", names, article.stage_since)


def next_people(article: Article, step: Any, today: dt.date) -> list[Any]:
    """The people who can take this step of this article, without those who wrote it."""
    at_desk = step in {rules.EDITING, rules.PUBLISH}
    found = (
        people.desk_people(article.column, step.duty, today)
        if at_desk
        else people.unit_people(article, step.duty, today)
    )
    barred = article.barred[step.code]
    return [user for user in found if user.pk not in barred]


LABELS = {"column_id": "栏目", "site_id": "站点", "organisation_id": "单位"} | {
    "attachments": "附件",
    "files": "正文中的文件",
    "cover": "题图",
    "interprets": "解读的政策文件",
}


def differences(before: Article, after: Article) -> list[Difference]:
    """What differs between two versions, field by field, files by their digests."""
    old, new = document_of(before), document_of(after)
    return [
        Difference(name, _label(name), old.get(name, ""), new.get(name, ""))
        for name in (old | new)
        if old.get(name, "") != new.get(name, "")
    ]


def _label(name: str) -> str:
    return LABELS.get(name) or str(Article._meta.get_field(name).verbose_name)
