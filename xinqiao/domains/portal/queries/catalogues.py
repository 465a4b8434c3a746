"""Catalogues for the public and the workbench: rows that match, what one can filter by."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xinqiao.domains.portal.models import Catalogue, CatalogueEntry
from xinqiao.domains.portal.models.catalogues import EntryQuerySet
from xinqiao.domains.portal.rules import catalogues as rules
from xinqiao.kernel.sites.models import Site

MAX_WORDS = 5
LONGEST_NUMBER = 12


@dataclass(frozen=True)
class Filter:
    """One field to filter by: a choice with its words, or a number from and to."""

    key: str
    name: str
    is_number: bool
    unit: str = ""
    choices: tuple[str, ...] = ()
    chosen: str = ""
    least: str = ""
    most: str = ""


def open_catalogues(site: Site, today: dt.date) -> list[Catalogue]:
    """Catalogues of a site with something in them. One query."""
    filled = CatalogueEntry.objects.public(today).order_by().values("catalogue")
    return list(Catalogue.objects.open().filter(site=site, pk__in=filled))


def filters_of(catalogue: Catalogue, said: Mapping[str, str], today: dt.date) -> list[Filter]:
    """What the public may filter by, with what was chosen. One query."""
    rows = CatalogueEntry.objects.public(today).filter(catalogue=catalogue)
    held = list(rows.values_list("values", flat=True))
    found = []
    for number, field in enumerate(catalogue.fields):
        key = rules.field_key(number)
        if field["kind"] == rules.FieldKind.NUMBER:
            least, most = said.get(f"{key}-from", ""), said.get(f"{key}-to", "")
            found.append(
                Filter(key, field["name"], True, field["unit"], least=least[:15], most=most[:15])
            )
        elif field["kind"] == rules.FieldKind.CHOICE:
            words = tuple(sorted({str(row[key]) for row in held if key in row}))
            chosen = said.get(key, "")
            chosen = chosen if chosen in words else ""
            found.append(Filter(key, field["name"], False, choices=words, chosen=chosen))
    return found


def matching(
    catalogue: Catalogue, word: str, filters: list[Filter], today: dt.date
) -> EntryQuerySet:
    """Public rows with these words and values, by name."""
    rows = CatalogueEntry.objects.public(today).filter(catalogue=catalogue)
    for part in word.lower().split()[:MAX_WORDS]:
        rows = rows.filter(words__contains=part)
    for one in filters:
        if one.chosen:
            rows = rows.filter(**{f"values__{one.key}": one.chosen})
        if (least := number_of(one.least)) is not None:
            rows = rows.filter(**{f"values__{one.key}__gte": least})
        if (most := number_of(one.most)) is not None:
            rows = rows.filter(**{f"values__{one.key}__lte": most})
    return rows.order_by("name", "pk")


def number_of(word: str) -> float | None:
    """A whole number as typed, or None."""
    is_number = word.isascii() and word.isdigit() and len(word) <= LONGEST_NUMBER
    return float(word) if is_number else None


def facts_of(catalogue: Catalogue, entry: CatalogueEntry) -> list[tuple[str, str]]:
    """The filled fields of a row with their names, as words."""
    facts = []
    for number, field in enumerate(catalogue.fields):
        value = entry.values.get(rules.field_key(number), "")
        if value not in ("", None):
            facts.append((field["name"], shown(value, field["unit"])))
    return facts


def shown(value: Any, unit: str = "") -> str:
    """A value as people read it: 12,000万元."""
    if isinstance(value, float | int):
        text = f"{value:,.2f}".rstrip("0").rstrip(".")
        return f"{text}{unit}"
    return str(value)


def cells_of(catalogue: Catalogue, entry: CatalogueEntry) -> dict[str, str]:
    """A row as words by field name, as they are typed."""
    cells = {
        "名称": entry.name,
        "地址": entry.address,
        "电话": entry.phone,
        "地图": entry.map_path,
        "有效期至": entry.valid_until.isoformat() if entry.valid_until else "",
    }
    for number, field in enumerate(catalogue.fields):
        value = entry.values.get(rules.field_key(number), "")
        cells[field["name"]] = shown(value).replace(",", "") if _is_number(value) else str(value)
    return cells


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int)
