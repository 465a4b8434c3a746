"""What waits for a person, over all sites, in one list."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, ImportBatch, Placement
from xinqiao.kernel.sites import queries as sites

LIMIT = 200  # nobody works through more in one list; the count beside it is capped likewise

WAITING = (rules.REVIEW_STAGES | rules.DESK_STAGES) | {rules.Stage.RETURNED}  # an index knows them
_UNIT_STEPS = (rules.UNIT_REVIEW, rules.UNIT_HEAD, rules.SECRECY_REVIEW, rules.LEADER)
_DESK_STEPS = ((rules.Stage.EDITING, rules.EDITING), (rules.Stage.APPROVED, rules.PUBLISH))


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for the person who asks."""

    subject: str  # article | placement | batch
    id: int
    article_id: int | None
    label: str
    title: str
    state: str
    site: str
    since: dt.datetime


def todo_for(user: Any) -> list[Waiting]:
    """What waits for this person, oldest first; at most LIMIT of each kind."""
    found = [*_articles(user), *_placements(user), *_batches(user)]
    return sorted(found, key=lambda waiting: waiting.since)


def _articles(user: Any) -> Iterator[Waiting]:
    rows = Article.objects.filter(_steps(user) | _returned(user), stage__in=WAITING)
    rows = rows.select_related("site").defer("body", "summary").order_by("stage_since", "id")
    for article in rows[:LIMIT]:
        if _is_barred(user, article):
            continue
        yield Waiting(
            "article",
            article.pk,
            article.pk,
            _label(article),
            article.title,
            article.state_label,
            article.site.name,
            article.stage_since,
        )


def _label(article: Article) -> str:
    if article.stage == rules.Stage.RETURNED:
        return "退回修改"
    return "确认修改" if article.confirming else str(article.get_stage_display())


def _is_barred(user: Any, article: Article) -> bool:
    step = rules.PUBLISH.code if article.stage == rules.Stage.APPROVED else article.stage
    return user.pk in article.barred.get(step, frozenset())


def _returned(user: Any) -> Q:
    return Q(stage=rules.Stage.RETURNED) & (Q(created_by=user) | Q(submitted_by=user))


def _steps(user: Any) -> Q:
    """What waits at a step whose duty the user holds: in his unit, or at his desk."""
    condition = Q(pk__in=())
    for step in _UNIT_STEPS:
        if organisations := user.organisations_with(step.duty):
            condition |= Q(stage=step.code, organisation__in=organisations)
    for stage, step in _DESK_STEPS:
        if step.duty in user.duty_codes:
            waiting = Q(stage=stage, publish_at=None)
            condition |= waiting & sites.at_desk_of(user, (step.duty,))
    return condition


def _placements(user: Any) -> Iterator[Waiting]:
    if rules.EDITING.duty not in user.duty_codes:
        return
    rows: QuerySet[Placement] = Placement.objects.filter(
        sites.at_desk_of(user, (rules.EDITING.duty,)), state=rules.PlacementState.OFFERED
    )
    rows = rows.select_related("article", "column__site").defer("article__body")
    for placement in rows.order_by("offered_at", "id")[:LIMIT]:
        yield Waiting(
            "placement",
            placement.pk,
            placement.article_id,
            "待采用",
            placement.article.title,
            str(placement.get_state_display()),
            placement.column.site.name,
            placement.offered_at,
        )


def _batches(user: Any) -> Iterator[Waiting]:
    condition = Q(pk__in=())
    for step in _UNIT_STEPS:
        if organisations := user.organisations_with(step.duty):
            condition |= Q(state=step.code, organisation__in=organisations)
    for stage, step in _DESK_STEPS:
        if step.duty in user.duty_codes:
            condition |= Q(state=stage) & sites.at_desk_of(user, (step.duty,))
    condition |= Q(state=rules.BatchState.READY, created_by=user)
    rows = ImportBatch.objects.filter(condition).select_related("site")
    for batch in rows.order_by("state_since", "id")[:LIMIT]:
        if batch.created_by_id == user.pk and batch.state != rules.BatchState.READY:
            continue
        yield Waiting(
            "batch",
            batch.pk,
            None,
            str(batch.get_state_display()),
            batch.name,
            str(batch.get_state_display()),
            batch.site.name,
            batch.state_since,
        )
