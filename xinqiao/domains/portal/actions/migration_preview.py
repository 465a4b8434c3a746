"""What the selectors of a folder find in its first pages; nothing is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.adapters import old_pages, old_sites
from xinqiao.domains.portal.models import LegacyFolder

EXAMPLES = 5
BROKEN = (old_pages.BadPage, old_sites.ArchiveRefused)


@dataclass(frozen=True)
class Example:
    """What the selectors find in one page, or why they find nothing."""

    path: str
    title: str = ""
    date: str = ""
    source: str = ""
    text: str = ""
    problem: str = ""


def trees_of(root: str, paths: list[str]) -> Iterator[Any]:
    """The trees of those pages that can be read."""
    for path in paths:
        try:
            yield old_pages.parsed(old_pages.decoded(old_sites.page_bytes(root, path)))
        except BROKEN:
            continue


def example_of(root: str, path: str, selectors: Mapping[str, str]) -> Example:
    """What the selectors find in a page."""
    try:
        soup = old_pages.parsed(old_pages.decoded(old_sites.page_bytes(root, path)))
        found = old_pages.extracted(soup, selectors)
    except BROKEN as problem:
        return Example(path, problem=str(problem))
    text = found.body.get_text(" ", strip=True)[:120]
    return Example(path, found.title, found.date, found.source, text)


def examples(folder: LegacyFolder, selectors: Mapping[str, str] | None = None) -> list[Example]:
    """The first pages of a folder, read by its selectors or by others."""
    rows = folder.pages.exclude(outcome=rules.PageOutcome.SKIPPED).order_by("pk")
    paths = rows.values_list("path", flat=True)[:EXAMPLES]
    chosen = folder.selectors if selectors is None else selectors
    return [example_of(folder.legacy.folder, path, chosen) for path in paths]
