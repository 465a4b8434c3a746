"""Articles whose dates contradict each other: what the inspection calls forged release dates."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import F, Q
from django.db.models.functions import TruncDate

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article


@dataclass(frozen=True)
class DoubtfulDate:
    """An article online that says it is from after the day on which it was published."""

    article_id: int
    site_id: int
    organisation_id: int
    title: str
    published_at: dt.datetime | None
    issued_date: dt.date | None
    original_published_at: dt.datetime | None


def doubtful_dates(site_ids: Sequence[int]) -> list[DoubtfulDate]:
    """Made, or published at its source, after our own publication. One query."""
    rows = (
        Article.objects.filter(site__in=site_ids, public_state=rules.PublicState.ONLINE)
        .annotate(published_date=TruncDate("published_at"))
        .filter(
            Q(original_published_at__gt=F("published_at")) | Q(issued_date__gt=F("published_date"))
        )
        .order_by("pk")
    )
    names = (
        *("pk", "site_id", "organisation_id", "title", "published_at", "issued_date"),
        "original_published_at",
    )
    return [DoubtfulDate(*row) for row in rows.values_list(*names)]
