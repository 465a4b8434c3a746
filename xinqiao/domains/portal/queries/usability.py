"""How much of what each unit submits is used: published, and taken over by other columns."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.models.querysets import SUBMITTED


@dataclass(frozen=True)
class Usability:
    """One unit's figures over a period, counted by the day an item was begun."""

    unit: str
    submitted: int
    published: int
    returned: int
    offered: int
    adopted: int

    @property
    def waiting(self) -> int:
        """Still on its way: neither published nor sent back."""
        return self.submitted - self.published - self.returned

    @property
    def rate(self) -> int | None:
        """Whole per cent of the decided items; None where nothing was decided."""
        return rules.usable_rate(published=self.published, returned=self.returned)

    @property
    def adoption_rate(self) -> int | None:
        """Whole per cent of what other columns were offered."""
        return rules.usable_rate(published=self.adopted, returned=self.offered - self.adopted)

    @property
    def is_below_target(self) -> bool:
        return self.rate is not None and self.rate < rules.USABLE_TARGET_PERCENT


def usability(user: Any, *, since: dt.date, until: dt.date) -> list[Usability]:
    """One row a unit that this person may see, from a day to a day (both included)."""
    begun = Q(created_at__gte=_begin(since), created_at__lt=_begin(until + dt.timedelta(days=1)))
    seen = Article.objects.visible_to(user).filter(begun, SUBMITTED, batch=None).order_by()
    published = Q(first_published_at__isnull=False)
    returned = Q(stage=rules.Stage.RETURNED, first_published_at__isnull=True)
    rows = seen.values("organisation_id", "organisation__name").annotate(
        submitted=Count("pk"),
        published=Count("pk", filter=published),
        returned=Count("pk", filter=returned),
    )
    offers = _offers(seen.values("pk"))
    return [
        Usability(
            unit=row["organisation__name"],
            submitted=row["submitted"],
            published=row["published"],
            returned=row["returned"],
            offered=offered,
            adopted=adopted,
        )
        for row in rows.order_by("organisation__path")
        for offered, adopted in [offers.get(row["organisation_id"], (0, 0))]
    ]


def _offers(articles: Any) -> dict[int, tuple[int, int]]:
    """Decided offers to other columns, and how many of them were taken, by unit."""
    taken = ~Q(state=rules.PlacementState.DECLINED)
    decided = Placement.objects.filter(article__in=articles, decided_at__isnull=False)
    rows: Iterable[tuple[int, int, int]] = (
        decided.exclude(mode=rules.PlacementMode.OWN)
        .order_by()
        .values("article__organisation_id")
        .annotate(offered=Count("pk"), adopted=Count("pk", filter=taken))
        .values_list("article__organisation_id", "offered", "adopted")
    )
    return {unit: (offered, adopted) for unit, offered, adopted in rows}


def _begin(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
