"""Taking an old site up: its pages into the ledger, its folders mapped to columns."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, rules
from xinqiao.domains.portal.actions import migration_preview
from xinqiao.domains.portal.adapters import old_pages, old_sites
from xinqiao.domains.portal.models import LegacyFolder, LegacyPage, LegacySite
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.sites.models import Column, Site

CHUNK = 500


class MigrationRefused(ValueError):
    """The old site cannot be taken up or mapped so; the message says why, in Chinese."""


@transaction.atomic
def open_legacy_site(
    *,
    actor: User,
    site_id: int,
    name: str,
    folder: str,
    now: dt.datetime,
    hosts: Sequence[str] = (),
) -> LegacySite:
    """Take up a folder of this machine; the same folder again finds what is new in it.

    Raises PermissionDenied, MigrationRefused.
    """
    site = Site.objects.get(pk=site_id)
    require(policies.can_migrate(actor, site))
    if not Path(folder).is_dir():
        raise MigrationRefused(_("没有这个目录：%s") % folder)
    legacy, is_new = LegacySite.objects.get_or_create(
        site=site,
        folder=folder,
        defaults={
            "name": name,
            "organisation_id": site.organisation_id,
            "hosts": list(hosts),
            "created_by": actor,
            "created_at": now,
        },
    )
    found = _survey(legacy)
    if is_new or found:
        record(legacy, "opened", actor, now, after={"pages": found, "folder": folder})
    return legacy


def upload_legacy_site(
    *,
    actor: User,
    site_id: int,
    name: str,
    file_name: str,
    source: BinaryIO,
    now: dt.datetime,
    hosts: Sequence[str] = (),
) -> LegacySite:
    """Unpack an archive beside the data, before any transaction, and take it up.

    Raises PermissionDenied, MigrationRefused, old_sites.ArchiveRefused.
    """
    require(policies.can_migrate(actor, Site.objects.get(pk=site_id)))
    root = old_sites.new_folder()
    old_sites.unpack(source, file_name, root)
    return open_legacy_site(
        actor=actor, site_id=site_id, name=name, folder=str(root), hosts=hosts, now=now
    )


@transaction.atomic
def map_folder(
    *,
    actor: User,
    folder_id: int,
    column_id: int | None,
    selectors: Mapping[str, str],
    now: dt.datetime,
) -> LegacyFolder:
    """Say into which column a folder goes and where its pages have their parts.

    Raises PermissionDenied, MigrationRefused.
    """
    rows = LegacyFolder.objects.select_for_update(of=("self",)).select_related("legacy__site")
    folder = rows.get(pk=folder_id)
    require(policies.can_migrate(actor, folder.legacy.site))
    column = Column.objects.select_related("site").get(pk=column_id) if column_id else None
    if column is not None:
        if column.site_id != folder.legacy.site_id:
            raise MigrationRefused(_("栏目须在迁入的站点内选择。"))
        require(policies.can_create(actor, column, column.organisation_id))
    folder.column = column
    folder.selectors = {part: selectors.get(part, "").strip() for part in old_pages.PARTS}
    folder.save(update_fields=["column", "selectors"])
    after = {"column": column_id, **folder.selectors}
    record(folder.legacy, "mapped", actor, now, after={"folder": folder.path, **after})
    return folder


@transaction.atomic
def check_page(
    *, actor: User, page_id: int, verdict: str, note: str, now: dt.datetime
) -> LegacyPage:
    """Note what came of holding an imported page against the old one.

    Raises PermissionDenied, ValueError for an unknown verdict.
    """
    rows = LegacyPage.objects.select_for_update(of=("self",)).select_related("legacy")
    page = rows.get(pk=page_id)
    require(LegacySite.objects.visible_to(actor).filter(pk=page.legacy_id).exists())
    page.check_result = rules.PageCheck(verdict)
    page.check_note, page.checked_by, page.checked_at = note.strip()[:200], actor, now
    page.save(update_fields=["check_result", "check_note", "checked_by", "checked_at"])
    record(page.legacy, "checked", actor, now, after={"page": page.path, "verdict": verdict})
    return page


def _survey(legacy: LegacySite) -> int:
    """Enter pages that are not in the ledger yet, and guess the parts of new folders."""
    count = 0
    paths = (path for path in old_sites.pages(legacy.folder) if len(path) <= rules.LONGEST_PATH)
    for chunk in _chunks(paths):
        count += _enter(legacy, chunk)
    for folder in legacy.folders.all():
        folder.pages_count = folder.pages.exclude(outcome=rules.PageOutcome.SKIPPED).count()
        folder.selectors = folder.selectors or _guessed(folder)
        folder.save(update_fields=["pages_count", "selectors"])
    return count


def _chunks(paths: Iterator[str]) -> Iterator[list[str]]:
    while chunk := list(islice(paths, CHUNK)):
        yield chunk


def _enter(legacy: LegacySite, chunk: list[str]) -> int:
    known = set(legacy.pages.filter(path__in=chunk).values_list("path", flat=True))
    new = [path for path in chunk if path not in known]
    names = {rules.folder_of(path) for path in new}
    LegacyFolder.objects.bulk_create(
        [LegacyFolder(legacy=legacy, path=name) for name in sorted(names)], ignore_conflicts=True
    )
    folders = {row.path: row for row in legacy.folders.filter(path__in=names)}
    LegacyPage.objects.bulk_create(
        LegacyPage(
            legacy=legacy,
            folder=folders[rules.folder_of(path)],
            path=path,
            outcome=rules.PageOutcome.SKIPPED if rules.is_list(path) else rules.PageOutcome.WAITING,
            message="列表页" if rules.is_list(path) else "",
        )
        for path in new
    )
    return len(new)


def _guessed(folder: LegacyFolder) -> dict[str, str]:
    rows = folder.pages.exclude(outcome=rules.PageOutcome.SKIPPED).order_by("pk")
    paths = list(rows.values_list("path", flat=True)[: migration_preview.EXAMPLES])
    trees = list(migration_preview.trees_of(folder.legacy.folder, paths))
    return old_pages.guess(trees) if trees else {}


def record(
    legacy: LegacySite, act: str, actor: User | None, now: dt.datetime, **facts: Any
) -> None:
    """Write an act on an old site into the audit trail."""
    audit.record(
        action=f"portal.migration_{act}",
        actor=actor,
        target=legacy,
        at=now,
        organisation_id=legacy.organisation_id,
        **facts,
    )
