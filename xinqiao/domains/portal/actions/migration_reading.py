"""Reading the mapped folders of an old site into import batches, page by page.

A page that cannot be read is noted and never stops the rest; a killed reader goes on with the
pages that are still waiting; what was read before is known again by its old address.
"""

import datetime as dt
import json
from collections.abc import Sequence
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.actions import imports
from xinqiao.domains.portal.actions.imports_judgement import kind_of
from xinqiao.domains.portal.actions.migration_files import FileKeeper
from xinqiao.domains.portal.adapters import old_links, old_pages, old_sites, rows
from xinqiao.domains.portal.models import ImportBatch, LegacyFolder, LegacyPage, LegacySite
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require

BATCH_PAGES = 1000
IN_MEMORY_BYTES = 4 * 1024 * 1024
BROKEN = (old_pages.BadPage, old_sites.ArchiveRefused)


def read_legacy_site(*, actor: User, legacy_id: int, now: dt.datetime) -> list[ImportBatch]:
    """Read all waiting pages of mapped folders. Returns the batches made.

    Raises PermissionDenied.
    """
    legacy = LegacySite.objects.select_related("site", "organisation").get(pk=legacy_id)
    require(policies.can_migrate(actor, legacy.site))
    made = []
    mapped = legacy.folders.filter(column__isnull=False)
    for folder in mapped.select_related("column__site", "column__organisation"):
        folder.legacy = legacy
        waiting = folder.pages.filter(outcome=rules.PageOutcome.WAITING).order_by("pk")
        while pages := list(waiting[:BATCH_PAGES]):
            batch = _read_pages(actor, folder, pages, now)
            made += [batch] if batch else []
    return made


def _read_pages(
    actor: User, folder: LegacyFolder, pages: list[LegacyPage], now: dt.datetime
) -> ImportBatch | None:
    """One batch of pages; each page ends up imported or failed."""
    keeper = FileKeeper(folder.legacy, actor, now)
    with SpooledTemporaryFile(max_size=IN_MEMORY_BYTES) as lines:
        read_ones = [page for page in pages if _write(page, folder, keeper, lines)]
        lines.seek(0)
        batch = _batch(actor, folder, cast(BinaryIO, lines), now) if read_ones else None
    if batch:
        _take_outcomes(batch, read_ones)
    names = ["outcome", "message", "article", "batch"]
    LegacyPage.objects.bulk_update(pages, names, batch_size=200)
    return batch


def _write(page: LegacyPage, folder: LegacyFolder, keeper: FileKeeper, lines: Any) -> bool:
    """Write the record of a page as a line; False, with the reason, when there is none."""
    try:
        line = json.dumps(_record(page, folder, keeper), ensure_ascii=False)
        lines.write(line.encode("utf-8", "replace") + b"\n")
    except BROKEN as problem:
        page.outcome, page.message = rules.PageOutcome.FAILED, str(problem)[:300]
        return False
    return True


def _record(page: LegacyPage, folder: LegacyFolder, keeper: FileKeeper) -> dict[str, Any]:
    content = old_sites.page_bytes(folder.legacy.folder, page.path)
    found = old_pages.extracted(old_pages.parsed(old_pages.decoded(content)), folder.selectors)
    body, dead = old_links.rewritten(found.body, page.path, keeper.target)
    page.message = f"失效链接{len(dead)}个：{'、'.join(dead)}"[:300] if dead else ""
    return {
        "id": rules.source_key(page.path),
        "title": found.title,
        "date": found.date,
        "source": found.source,
        "body": body,
    }


def _batch(actor: User, folder: LegacyFolder, lines: BinaryIO, now: dt.datetime) -> ImportBatch:
    column = folder.column
    assert column is not None  # noqa: S101 (only mapped folders are read)
    is_document = kind_of(column) == rules.Kind.DOCUMENT
    batch = imports.open_batch(
        actor=actor,
        column_id=column.pk,
        file_name=f"{folder.legacy.name} {folder}",
        source=lines,
        mapping=rows.mapping_of(rows.GENERAL),
        content_class=rules.ContentClass.DOCUMENT if is_document else rules.ContentClass.NEWS,
        now=now,
    )
    return imports.read_batch(batch_id=batch.pk, now=now)


def _take_outcomes(batch: ImportBatch, pages: Sequence[LegacyPage]) -> None:
    """Take over what became of each line; a text that was there already counts as imported."""
    found = batch.items.select_related("article").defer("article__body")
    items = {item.line: item for item in found}
    for line, page in enumerate(pages, start=1):
        item = items.get(line)
        if item is None or item.article is None or item.outcome == rules.ItemOutcome.CONFLICT:
            why = item.message if item else ""
            page.outcome, page.message = rules.PageOutcome.FAILED, why or "没有读出内容"
        else:
            page.outcome = rules.PageOutcome.IMPORTED
            page.article, page.batch_id = item.article, item.article.batch_id
