"""How far a version in a foreign language lags behind its originals."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Max
from django.utils import timezone

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article, CoreColumn, Placement
from xinqiao.domains.portal.rules.translations import Behind, behind
from xinqiao.kernel.sites.models import Site

LOOKED_BACK_DAYS = 180  # originals published before are history
LOOKED_AT = 500  # originals of one report, the newest


@dataclass(frozen=True)
class LagLine:
    """An original that is not in step, and how."""

    article_id: int
    title: str
    column: str
    published: dt.date
    behind: Behind


@dataclass(frozen=True)
class LagReport:
    """The lines, those behind longest first, and how many originals were looked at."""

    originals: int
    lines: list[LagLine]

    @property
    def in_step(self) -> int:
        return self.originals - len(self.lines)


def lag_report(site: Site, *, now: dt.datetime) -> LagReport:
    """Originals of the core columns that a foreign version lacks or has in an older state."""
    core = CoreColumn.objects.filter(site=site).values_list("column_id", flat=True)
    rows = Placement.objects.filter(
        column__in=list(core),
        state=rules.PlacementState.ONLINE,
        mode=rules.PlacementMode.OWN,
        published_at__gte=now - dt.timedelta(days=LOOKED_BACK_DAYS),
    )
    originals = list(
        rows.order_by("-published_at", "-id").values_list(
            "article_id",
            "article__title",
            "column__name",
            "published_at",
            "article__last_published_at",
        )[:LOOKED_AT]
    )
    translated = _translated(site, [row[0] for row in originals])
    today = timezone.localdate(now)
    lines = []
    for pk, title, column, published_at, changed_at in originals:
        published = timezone.localdate(published_at)
        changed = timezone.localdate(changed_at or published_at)
        said = behind(
            published=published, changed=changed, translated=translated.get(pk), today=today
        )
        if said:
            lines.append(LagLine(pk, title, column, published, said))
    lines.sort(key=lambda line: (-line.behind.days, line.article_id))
    return LagReport(len(originals), lines)


def _translated(site: Site, article_ids: list[int]) -> dict[int, dt.date]:
    """The day on which each of these articles was last brought online in the site's language."""
    rows = Article.objects.filter(
        translation_of__in=article_ids,
        site=site,
        public_state=rules.PublicState.ONLINE,
        last_published_at__isnull=False,
    )
    newest = rows.order_by().values("translation_of").annotate(at=Max("last_published_at"))
    return {row["translation_of"]: timezone.localdate(row["at"]) for row in newest}
