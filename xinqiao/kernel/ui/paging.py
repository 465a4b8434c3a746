"""Keyset paging: a page is found by the key of its edge, however deep it lies.

The cursor is ``a<pk>`` for what comes after that row (older), ``b<pk>`` for what comes
before it (newer). Rows are always ordered by falling primary key.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

PER_PAGE = 20
_CURSOR = re.compile(r"([ab])([0-9]{1,18})")


@dataclass(frozen=True)
class KeysetPage:
    """One page of rows and the cursors of its neighbours; empty where there is none."""

    rows: Sequence[Any]
    older: str = ""
    newer: str = ""

    @property
    def is_alone(self) -> bool:
        return not self.older and not self.newer


def page_of(rows: QuerySet[Any], cursor: str = "", per_page: int = PER_PAGE) -> KeysetPage:
    """The page at a cursor; a cursor that cannot be read means the first page. One query."""
    found = _CURSOR.fullmatch(cursor or "")
    if found is None:
        kept = list(rows.order_by("-pk")[: per_page + 1])
        return _page(kept[:per_page], older=len(kept) > per_page, newer=False)
    edge = int(found[2])
    if found[1] == "a":
        kept = list(rows.filter(pk__lt=edge).order_by("-pk")[: per_page + 1])
        return _page(kept[:per_page], older=len(kept) > per_page, newer=True, edge=edge)
    kept = list(rows.filter(pk__gt=edge).order_by("pk")[: per_page + 1])
    more = len(kept) > per_page
    return _page(kept[:per_page][::-1], older=True, newer=more, edge=edge)


def _page(rows: list[Any], *, older: bool, newer: bool, edge: int = 0) -> KeysetPage:
    """An empty page leads back by the edge it was asked with."""
    first = rows[0].pk if rows else edge - 1
    last = rows[-1].pk if rows else edge + 1
    return KeysetPage(rows, older=f"a{last}" if older else "", newer=f"b{first}" if newer else "")
