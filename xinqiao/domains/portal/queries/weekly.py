"""The pack for the office's weekly meeting: what is overdue, returned, late, open (P23)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import (
    Article,
    Interpretation,
    InterpretationPlan,
    Placement,
    Task,
)
from xinqiao.domains.portal.queries.columns import is_overdue
from xinqiao.domains.portal.queries.tasks import tasks_with_counts
from xinqiao.kernel.sites.models import Column, ColumnQuerySet, Site

WEEK = dt.timedelta(days=7)
LOOK_BACK = dt.timedelta(days=30)
SHOWN = 100
ON_THE_WAY = rules.REVIEW_STAGES | rules.DESK_STAGES


@dataclass(frozen=True)
class Pack:
    """What the meeting looks at; each list holds at most SHOWN rows, oldest first."""

    since: dt.datetime
    numbers: dict[str, int]
    columns: list[Column]
    late: list[Article]
    returned: list[Article]
    unreviewed: list[Article]
    unexplained: list[Article]
    reprints: list[Placement]
    tasks: list[Task]


def weekly_pack(organisations: Iterable[int], *, now: dt.datetime, today: dt.date) -> Pack:
    """The pack of the desks of these units."""
    units = frozenset(organisations)
    sites = Site.objects.with_desk_in(units).order_by().values("pk")
    articles = Article.objects.filter(site__in=sites).select_related("site", "column")
    articles = articles.select_related("organisation").defer("body", "summary")
    return Pack(
        since=now - WEEK,
        numbers=_numbers(articles, now - WEEK),
        columns=_overdue(Column.objects.open().filter(site__in=sites), today),
        late=list(_late(articles, now)[:SHOWN]),
        returned=list(
            articles.filter(stage=rules.Stage.RETURNED).order_by("stage_since", "pk")[:SHOWN]
        ),
        unreviewed=list(
            articles.filter(review_due_at__isnull=False).order_by("review_due_at", "pk")[:SHOWN]
        ),
        unexplained=_unexplained(articles, now),
        reprints=_reprints(units, now),
        tasks=list(
            tasks_with_counts(Task.objects.open().filter(organisation__in=units)).order_by(
                "due_at", "pk"
            )[:SHOWN]
        ),
    )


def _numbers(articles: QuerySet[Article], since: dt.datetime) -> dict[str, int]:
    new = Q(first_published_at__gte=since)
    return articles.order_by().aggregate(
        published=Count("pk", filter=new),
        corrected=Count("pk", filter=Q(last_published_at__gte=since) & ~new),
        withdrawn=Count("pk", filter=Q(withdrawn_at__gte=since)),
    )


def _overdue(rows: ColumnQuerySet, today: dt.date) -> list[Column]:
    """Columns past the rule of their upkeep, the longest untouched first."""
    late = rows.filter(is_overdue(rows, today)).select_related("site", "organisation", "keeper")
    return list(late.order_by("last_published_at", "pk")[:SHOWN])


def _late(articles: QuerySet[Article], now: dt.datetime) -> QuerySet[Article]:
    """On their way and past the target time of their kind."""
    late = Q(pk__in=())
    for kind in rules.Kind:
        hours = dt.timedelta(hours=rules.target_hours(kind, rules.ContentClass.NEWS))
        late |= Q(kind=kind, submitted_at__lt=now - hours)
    return articles.filter(late, stage__in=ON_THE_WAY).order_by("submitted_at", "pk")


def _unexplained(articles: QuerySet[Article], now: dt.datetime) -> list[Article]:
    """Policy documents of these weeks without a public interpretation, unless they need none."""
    explained = Interpretation.objects.filter(
        document=OuterRef("pk"), article__public_state=rules.PublicState.ONLINE
    )
    exempt = InterpretationPlan.objects.filter(document=OuterRef("pk")).exclude(exemption="")
    rows = articles.filter(
        ~Exists(explained),
        ~Exists(exempt),
        kind=rules.Kind.DOCUMENT,
        public_state=rules.PublicState.ONLINE,
        first_published_at__gte=now - LOOK_BACK,
    )
    return list(rows.order_by("first_published_at", "pk")[:SHOWN])


def _reprints(units: frozenset[int], now: dt.datetime) -> list[Placement]:
    rows = Placement.objects.filter(
        push__organisation__in=units,
        push__pushed_at__gte=now - LOOK_BACK,
        state=rules.PlacementState.OFFERED,
    )
    rows = rows.select_related("article", "site", "push").defer("article__body")
    return list(rows.order_by("push__due_at", "pk")[:SHOWN])


def packs_for(user: Any) -> frozenset[int]:
    """Units whose desk's pack the person may read."""
    held: frozenset[int] = user.organisations_with(*rules.TASK_READERS)
    return held
