"""Events for screens: what is open, what a text still lacks, how punctual each unit is."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Q, QuerySet
from django.utils.translation import gettext as _

from xinqiao.domains.portal.models import Article, Event
from xinqiao.domains.portal.rules import events as rules

FIGURES_DAYS = 90


@dataclass(frozen=True)
class Punctuality:
    """One unit's events of the last FIGURES_DAYS; ``mean`` from the event to its publication."""

    unit: str
    events: int
    in_time: int
    late: int
    mean: dt.timedelta | None


def shown(rows: QuerySet[Event]) -> QuerySet[Event]:
    """Events with what a list shows of them."""
    return rows.select_related("organisation", "column__site", "writer", "article").defer(
        "article__body", "article__summary"
    )


def unchecked_of(article: Article) -> tuple[str, ...]:
    """Chinese names of what nobody has looked at, for the text of an event."""
    event = Event.objects.filter(article=article).first()
    if event is None:
        return ()
    done = set(event.checks.values_list("item", flat=True))
    return tuple(str(item.label) for item in rules.unchecked(event.kind, done))


def unchecked_words(article: Article) -> str:
    """A sentence about them; empty when all is done."""
    missing = unchecked_of(article)
    return _("活动核对清单还没有完成：%s。") % "、".join(missing) if missing else ""


def punctuality(rows: QuerySet[Event], *, now: dt.datetime) -> list[Punctuality]:
    """For each unit how many of its events went online in time, latest first."""
    took = ExpressionWrapper(F("article__first_published_at") - F("starts_at"), DurationField())
    published = F("article__first_published_at")
    in_time = Q(article__first_published_at__lte=F("target_at"))
    late = Q(article__first_published_at__gt=F("target_at")) | Q(
        article__first_published_at=None, target_at__lt=now
    )
    since = now - dt.timedelta(days=FIGURES_DAYS)
    recent = rows.filter(cancelled_at=None, starts_at__gte=since, starts_at__lte=now).order_by()
    counted = recent.values("organisation__name").annotate(
        events=Count("pk"),
        in_time=Count(published, filter=in_time),
        late=Count("pk", filter=late),
        mean=Avg(took),
    )
    return [
        Punctuality(
            row["organisation__name"], row["events"], row["in_time"], row["late"], row["mean"]
        )
        for row in counted.order_by("-late", "organisation__name")
    ]
