"""Counts of visits, taken up in bulk: which column each visited page belongs to."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Placement
from xinqiao.kernel.sites.models import Column, ColumnVisits, PageVisits, Site, VisitBatch
from xinqiao.kernel.sites.rules import SiteKind

KEPT_DAYS = 400  # of single pages and batches; the days of columns stay
CHUNK = 500
PREFIXED = re.compile(r"/(?:sites/)?(?P<code>[a-z0-9-]+)(?P<rest>/.*)?")
ARTICLE = re.compile(r"content/\d{4}/\d{2}/(?P<id>\d{1,12})\.html")
LIST = re.compile(r"/(?:list-\d+\.html)?\Z")
Page = tuple[int, str]  # site, path inside it


@transaction.atomic
def count_visits(*, batch: str, counts: dict[tuple[dt.date, str], int], now: dt.datetime) -> int:
    """Add the counts of one file, by day and internal path; the same file counts only once.

    Nobody did this and nobody is named: it leaves no row in the audit trail. Returns the visits.
    """
    _row, is_new = VisitBatch.objects.get_or_create(name=batch, defaults={"collected_at": now})
    if not is_new:
        return 0
    pages = _pages(counts)
    _add(PageVisits, ("site_id", "path"), pages)
    columns = _columns_of({page for _day, page in pages})
    by_column: Counter[tuple[dt.date, tuple[Any, ...]]] = Counter()
    for (day, page), number in pages.items():
        if page in columns:
            by_column[day, (columns[page],)] += number
    _add(ColumnVisits, ("column_id",), by_column)
    return sum(pages.values())


@transaction.atomic
def forget_visits(*, now: dt.datetime) -> int:
    """Drop single pages and batches older than KEPT_DAYS. Returns how many rows."""
    first = timezone.localdate(now) - dt.timedelta(days=KEPT_DAYS)
    VisitBatch.objects.filter(collected_at__lt=now - dt.timedelta(days=KEPT_DAYS)).delete()
    return PageVisits.objects.filter(day__lt=first).delete()[0]


def _pages(counts: dict[tuple[dt.date, str], int]) -> Counter[tuple[dt.date, Any]]:
    """Each path as its site and the path inside it."""
    sites = list(Site.objects.open().values_list("pk", "kind", "code"))
    portal = next((pk for pk, kind, _code in sites if kind == SiteKind.PORTAL), None)
    known = {
        (f"/sites/{code}" if kind == SiteKind.SUBSITE else f"/{code}"): pk
        for pk, kind, code in sites
        if kind != SiteKind.PORTAL
    }
    found: Counter[tuple[dt.date, Any]] = Counter()
    for (day, path), number in counts.items():
        match = PREFIXED.fullmatch(path)
        prefix = path[: match.start("rest")] if match and match["rest"] else ""
        site = known.get(prefix, portal)
        if site is not None:
            rest = path[len(prefix) :] if site != portal else path
            found[day, (site, rest.removeprefix("/")[:500])] += number
    return found


def _columns_of(pages: set[Page]) -> dict[Page, int]:
    """The column that a page belongs to: its own, or where its article stands."""
    articles = {page: int(match["id"]) for page in pages if (match := ARTICLE.fullmatch(page[1]))}
    found: dict[Page, int] = {}
    placed = _placed(articles.values())
    paths = {page: LIST.sub("", page[1]) for page in pages if page not in articles and page[1]}
    columns = _columns_at(paths.values())
    for page in pages:
        key = (page[0], articles.get(page, paths.get(page)))
        column = placed.get(key) if page in articles else columns.get(key)
        if column:
            found[page] = column
    return found


def _placed(articles: Iterable[int]) -> dict[Any, int]:
    """Columns by site and article; the article's own before a mirror."""
    found: dict[Any, int] = {}
    for part in _chunks(articles):
        rows = Placement.objects.filter(article__in=part, state=rules.PlacementState.ONLINE)
        for site, article, mode, column in rows.values_list(
            "site_id", "article_id", "mode", "column_id"
        ):
            if (site, article) not in found or mode == rules.PlacementMode.OWN:
                found[site, article] = column
    return found


def _columns_at(paths: Iterable[str]) -> dict[Any, int]:
    found: dict[Any, int] = {}
    for part in _chunks(paths):
        rows = Column.objects.filter(path__in=part).values_list("site_id", "path", "pk")
        found |= {(site, path): pk for site, path, pk in rows}
    return found


def _chunks(values: Iterable[Any]) -> Iterator[list[Any]]:
    whole = sorted(set(values))
    for start in range(0, len(whole), CHUNK):
        yield whole[start : start + CHUNK]


def _add(
    model: Any, names: tuple[str, ...], counts: Counter[tuple[dt.date, tuple[Any, ...]]]
) -> None:
    """Add to the rows of these days, and make those that are missing."""
    days = {day for day, _key in counts}
    firsts = {key[0] for _day, key in counts}
    known = {
        (row.day, tuple(getattr(row, name) for name in names)): row
        for part in _chunks(firsts)
        for row in model.objects.filter(day__in=days, **{f"{names[0]}__in": part})
    }
    changed, fresh = [], []
    for (day, key), number in counts.items():
        row = known.get((day, key))
        if row is None:
            fresh.append(model(day=day, count=number, **dict(zip(names, key, strict=True))))
        else:
            row.count += number
            changed.append(row)
    model.objects.bulk_update(changed, ["count"], batch_size=CHUNK)
    model.objects.bulk_create(fresh, batch_size=CHUNK)
