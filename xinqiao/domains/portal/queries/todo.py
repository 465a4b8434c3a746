"""What waits for a person, over all sites, in one list."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, ImportBatch, Placement, Task
from xinqiao.domains.portal.queries import tasks
from xinqiao.kernel.sites import queries as sites

RECALLED = "来源已撤回"
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
    due: dt.datetime | None = None
    warning: dt.timedelta | None = None


def todo_for(user: Any) -> list[Waiting]:
    """What waits for this person, oldest first; at most LIMIT of each kind."""
    found = [*_articles(user), *_reviews_after(user), *_placements(user), *_batches(user)]
    found += _tasks(user)
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
            article.target_at,
            rules.warning(article.kind, article.content_class),
        )


def _reviews_after(user: Any) -> Iterator[Waiting]:
    """What the express lane brought online and the unit must still review."""
    units = user.organisations_with(rules.UNIT_REVIEW.duty)
    if not units:
        return
    rows = Article.objects.filter(review_due_at__isnull=False, organisation__in=units)
    rows = rows.select_related("site").defer("body", "summary").order_by("review_due_at", "id")
    for article in rows[:LIMIT]:
        if user.pk not in article.barred[rules.UNIT_REVIEW.code]:
            yield Waiting(
                "article",
                article.pk,
                article.pk,
                "待补审",
                article.title,
                article.state_label,
                article.site.name,
                article.last_published_at or article.stage_since,
                article.review_due_at,
                dt.timedelta(hours=rules.REMIND_HOURS),
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
    at_desk = Placement.objects.filter(sites.at_desk_of(user, (rules.EDITING.duty,)))
    at_desk = at_desk.select_related("article", "push", "column__site").defer("article__body")
    offered = at_desk.filter(state=rules.PlacementState.OFFERED).order_by("offered_at", "id")
    for placement in offered[:LIMIT]:
        label = "待转载" if placement.push is not None else "待采用"
        due = placement.push.due_at if placement.push is not None else None
        yield _placement(placement, label, placement.offered_at, due)
    recalled = at_desk.filter(recalled_at__isnull=False, acknowledged_at__isnull=True)
    for placement in recalled.order_by("recalled_at", "id")[:LIMIT]:
        since = placement.recalled_at or placement.offered_at
        yield _placement(placement, RECALLED, since, None)


def _placement(
    placement: Placement, label: str, since: dt.datetime, due: dt.datetime | None
) -> Waiting:
    return Waiting(
        "placement",
        placement.pk,
        placement.article_id,
        label,
        placement.article.title,
        str(placement.get_state_display()),
        placement.column.site.name,
        since,
        due,
    )


def _tasks(user: Any) -> Iterator[Waiting]:
    for part in tasks.parts_waiting(user, LIMIT):
        label = "催办" if part.urged_count else "任务"
        yield _task(part.task, "任务退回" if part.returned_reason else label)
    for task in tasks.tasks_answered(user, LIMIT):
        yield _task(task, "任务待办结")


def _task(task: Task, label: str) -> Waiting:
    return Waiting(
        "task",
        task.pk,
        None,
        label,
        task.title,
        str(task.get_kind_display()),
        task.organisation.short_name,
        task.created_at,
        task.due_at,
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
