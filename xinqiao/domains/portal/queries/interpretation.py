"""Which policy documents are explained, which still wait for it and until when."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Interpretation, InterpretationPlan
from xinqiao.kernel.calendars.queries import working_calendar
from xinqiao.kernel.calendars.rules import WorkingCalendar

RECENT_DAYS = 366  # a gap older than a year is history, not work
LIMIT = 200


@dataclass(frozen=True)
class Reading:
    """One document with its plan, its interpretations and where it stands today."""

    document: Article
    plan: InterpretationPlan | None
    lamp: rules.Lamp
    due: dt.date | None
    interpretations: Sequence[Article] = field(default=())


def readings_of(documents: Iterable[Article], *, today: dt.date) -> list[Reading]:
    """The documents with what explains them: the same few queries, whatever their number."""
    rows = list(documents)
    ids = [row.pk for row in rows]
    plans = InterpretationPlan.objects.filter(document__in=ids).select_related("made_by")
    plan_of = {plan.document_id: plan for plan in plans}
    explains: dict[int, list[Article]] = {}
    ties = Interpretation.objects.filter(document__in=ids).select_related("article__site")
    for tie in ties.defer("article__body").order_by("article_id"):
        explains.setdefault(tie.document_id, []).append(tie.article)
    calendar = working_calendar()
    return [
        _reading(row, plan_of.get(row.pk), explains.get(row.pk, []), today, calendar)
        for row in rows
    ]


def _reading(
    document: Article,
    plan: InterpretationPlan | None,
    interpretations: list[Article],
    today: dt.date,
    calendar: WorkingCalendar,
) -> Reading:
    is_read = any(one.public_state == rules.PublicState.ONLINE for one in interpretations)
    due = None
    if document.published_at is not None:
        published = timezone.localdate(document.published_at)
        due = rules.latest_day(published, calendar)
    lamp = rules.lamp(
        has_plan=plan is not None,
        is_exempt=plan is not None and plan.is_exempt,
        is_read=is_read,
        due=due,
        today=today,
    )
    return Reading(document, plan, lamp, due, interpretations)


def planned_documents(user: Any) -> QuerySet[Article]:
    """Documents this person may see that have a plan or are on their way to the public."""
    documents = Article.objects.visible_to(user).filter(kind=rules.Kind.DOCUMENT, batch=None)
    return documents.exclude(public_state=rules.PublicState.WITHDRAWN)


def interpretation_gaps(organisations: Iterable[int], *, now: dt.datetime) -> QuerySet[Article]:
    """Public documents of these units whose planned interpretation is not public yet."""
    online = Interpretation.objects.filter(
        document=OuterRef("pk"), article__public_state=rules.PublicState.ONLINE
    )
    planned = InterpretationPlan.objects.filter(document=OuterRef("pk"), exemption="")
    return (
        Article.objects.online()
        .filter(
            kind=rules.Kind.DOCUMENT,
            organisation__in=organisations,
            published_at__gte=now - dt.timedelta(days=RECENT_DAYS),
        )
        .filter(Exists(planned), ~Exists(online))
        .order_by("published_at", "id")
    )
