"""What readers get, read in bulk as plain values; every answer records what it depends on."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Placement
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.sites.models import Column, Site

ITEM_FIELDS = (
    "id",
    "column_id",
    "site_id",
    "mode",
    "published_at",
    "article_id",
    "article__title",
    "article__summary",
    "article__kind",
    "article__document_number",
    "article__issuing_body",
    "article__validity",
    "article__first_published_at",
    "article__organisation__short_name",
    "article__organisation__name",
    "article__site__kind",
    "article__site__code",
    "article__site__hostname",
    "article__cover__path",
)
PAGE_SIZE = 20


@dataclass(frozen=True)
class Item:
    """A line of a public list."""

    article_id: int
    column_id: int
    title: str
    url: str
    published_at: dt.datetime | None
    kind: str
    summary: str
    document_number: str
    issuing_body: str
    validity: str
    unit: str
    cover: str

    @property
    def validity_label(self) -> str | Promise:
        return rules.Validity(self.validity).label if self.validity else ""


def content_path(article_id: int, first_published_at: dt.datetime) -> str:
    """The path of an article inside its site, for ever."""
    return rules.article_path(article_id, timezone.localdate(first_published_at))


def items(place: Place, placement_ids: Sequence[int]) -> list[Item]:
    """List items in the order of the placement ids, by one query."""
    rows = Placement.objects.filter(pk__in=placement_ids).values(*ITEM_FIELDS)
    by_id = {row["id"]: row for row in rows}
    found = [_item(place, by_id[pk]) for pk in placement_ids if pk in by_id]
    recorder.record(*(f"article:{item.article_id}" for item in found))
    return found


def newest(place: Place, column_ids: Sequence[int], limit: int) -> dict[int, list[Item]]:
    """The newest items of several columns at once: two queries, whatever their number."""
    recorder.record(*(f"list:column:{pk}" for pk in column_ids))
    ids = _newest_ids(column_ids, limit)
    found: dict[int, list[Item]] = {pk: [] for pk in column_ids}
    for item in sorted(items(place, ids), key=_newest_first):
        found[item.column_id].append(item)
    return found


def newest_together(
    place: Place, columns: Iterable[Column], limit: int, *, leave_out: Iterable[int] = ()
) -> list[Item]:
    """The newest items of several columns as one list, each article once."""
    by_column = newest(place, [column.pk for column in columns], limit)
    return merged(by_column.values(), limit, leave_out=leave_out)


def merged(lists: Iterable[list[Item]], limit: int, *, leave_out: Iterable[int] = ()) -> list[Item]:
    """Several lists as one, newest first, each article once."""
    seen = set(leave_out)
    found: list[Item] = []
    everything = [item for part in lists for item in part]
    for item in sorted(everything, key=_newest_first):
        if item.article_id not in seen:
            seen.add(item.article_id)
            found.append(item)
    return found[:limit]


def picked(place: Place, article_ids: Sequence[int]) -> list[Item]:
    """Chosen articles of any site that are online, in the order in which they were chosen."""
    recorder.record(*(f"article:{pk}" for pk in article_ids))
    own = Placement.objects.filter(
        article_id__in=article_ids,
        mode=rules.PlacementMode.OWN,
        state=rules.PlacementState.ONLINE,
        article__public_state=rules.PublicState.ONLINE,
    )
    by_article = dict(own.values_list("article_id", "pk"))
    return items(place, [by_article[pk] for pk in article_ids if pk in by_article])


@dataclass(frozen=True)
class ListPage:
    """One page of a column's list. Pages are numbered from the oldest, which never changes.

    The newest page is the column's own address and holds the rest as well: between one and
    two pages of items, so that a new article touches this page and at times one more.
    """

    number: int
    total: int
    items: list[Item]

    @property
    def is_newest(self) -> bool:
        return self.number == self.total


def list_page(place: Place, column: Column, number: int | None) -> ListPage | None:
    """A page of a column's own list, the newest for ``None``; None when there is no such page."""
    count = column.online_count
    total = max(1, count // PAGE_SIZE)
    number = total if number is None else number
    if not 1 <= number <= total:
        return None
    recorder.record(f"list:column:{column.pk}")
    online = Placement.objects.filter(column=column, state=rules.PlacementState.ONLINE)
    ids = online.values_list("pk", flat=True)
    if number == total:
        newest_ids = list(ids.order_by("-published_at", "-id")[: PAGE_SIZE * 2 - 1])
        held = max(count - (total - 1) * PAGE_SIZE, PAGE_SIZE)
        return ListPage(number, total, items(place, newest_ids[:held]))
    start = (number - 1) * PAGE_SIZE
    oldest_ids = list(ids.order_by("published_at", "id")[start : start + PAGE_SIZE])
    return ListPage(number, total, items(place, oldest_ids[::-1]))


def _newest_first(item: Item) -> tuple[float, int]:
    moment = item.published_at.timestamp() if item.published_at else 0.0
    return (-moment, -item.article_id)


def _newest_ids(column_ids: Sequence[int], limit: int) -> list[int]:
    """One indexed descent per column, joined by UNION ALL: no window over whole columns."""
    if not column_ids:
        return []
    table = connection.ops.quote_name(Placement._meta.db_table)
    part = (
        f"SELECT * FROM (SELECT id FROM {table} WHERE column_id = %s AND state = %s"  # noqa: S608
        " ORDER BY published_at DESC, id DESC LIMIT %s) AS newest"
    )
    parameters = [
        value for pk in column_ids for value in (pk, rules.PlacementState.ONLINE.value, limit)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([part] * len(column_ids)), parameters)
        return [row[0] for row in cursor.fetchall()]


def _item(place: Place, row: dict[str, Any]) -> Item:
    return Item(
        article_id=row["article_id"],
        column_id=row["column_id"],
        title=row["article__title"],
        url=_item_url(place, row),
        published_at=row["published_at"],
        kind=row["article__kind"],
        summary=row["article__summary"],
        document_number=row["article__document_number"],
        issuing_body=row["article__issuing_body"],
        validity=row["article__validity"],
        unit=row["article__organisation__short_name"] or row["article__organisation__name"],
        cover=place.link(f"files/{row['article__cover__path']}")
        if row["article__cover__path"]
        else "",
    )


def _item_url(place: Place, row: dict[str, Any]) -> str:
    """A link, or what stands on another site, leads to the source; the rest is of this site."""
    path = content_path(
        row["article_id"], row["article__first_published_at"] or row["published_at"]
    )
    if row["mode"] != rules.PlacementMode.LINK and row["site_id"] == place.site.pk:
        return place.link(path)
    facts = {name: row[f"article__site__{name}"] for name in ("kind", "code", "hostname")}
    return place.link_to(Site(**facts), path)
