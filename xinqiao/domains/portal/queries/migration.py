"""The ledger of old sites: totals, examples, samples, the way of each folder."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from django.db.models import Count, Q, QuerySet

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import ImportBatch, LegacyPage, LegacySite


@dataclass(frozen=True)
class Ledger:
    """How far an old site has come, in pages."""

    total: int = 0
    imported: int = 0
    failed: int = 0
    skipped: int = 0
    waiting: int = 0
    checked: int = 0
    bad: int = 0


LEDGER = [field.name for field in fields(Ledger)]


def legacy_sites(user: Any) -> QuerySet[LegacySite]:
    """The old sites a person may see."""
    return LegacySite.objects.visible_to(user).select_related("site", "created_by")


def ledgers(ids: list[int]) -> dict[int, Ledger]:
    """The ledgers of these old sites. One query."""
    rows = LegacyPage.objects.filter(legacy__in=ids).order_by().values("legacy")
    counts = {
        outcome.value: Count("pk", filter=Q(outcome=outcome)) for outcome in rules.PageOutcome
    }
    found = rows.annotate(
        total=Count("pk"),
        checked=Count("pk", filter=~Q(check_result="")),
        bad=Count("pk", filter=Q(check_result=rules.PageCheck.BAD)),
        **counts,
    )
    known = {
        row["legacy"]: Ledger(**{name: row[name] for name in LEDGER})  # type: ignore[literal-required] # annotated above
        for row in found
    }
    return {pk: known.get(pk, Ledger()) for pk in ids}


def pages(legacy: LegacySite, outcome: str = "") -> QuerySet[LegacyPage]:
    """Pages of an old site, all or those of one outcome."""
    rows = legacy.pages.select_related("article", "folder")
    return rows.filter(outcome=outcome) if outcome in rules.PageOutcome.values else rows


def sampled(legacy: LegacySite) -> list[LegacyPage]:
    """The imported pages that are to be held against the old ones."""
    rows = legacy.pages.filter(outcome=rules.PageOutcome.IMPORTED).order_by("pk")
    ids = list(rows.values_list("pk", flat=True))
    if not ids:
        return []
    chosen = LegacyPage.objects.filter(pk__in=rules.sample(ids))
    return list(chosen.select_related("article", "checked_by").order_by("pk"))


def page_cells(legacy: LegacySite) -> Iterator[list[Any]]:
    """The ledger page by page, in flat memory."""
    rows = legacy.pages.order_by("pk").values_list(
        *("path", "folder__path", "outcome", "message", "article__title", "check_result"),
        "check_note",
    )
    outcomes, checks = dict(rules.PageOutcome.choices), dict(rules.PageCheck.choices)
    for path, folder, outcome, message, title, check, note in rows.iterator(chunk_size=500):
        words = [outcomes[outcome], message, title or "", checks.get(check, ""), note]
        yield [path, folder or "/", *words]


def batches(legacy: LegacySite) -> QuerySet[ImportBatch]:
    """The import batches made of an old site, newest first."""
    made = legacy.pages.filter(batch__isnull=False).order_by().values("batch")
    return ImportBatch.objects.filter(pk__in=made).select_related("column").order_by("-pk")
