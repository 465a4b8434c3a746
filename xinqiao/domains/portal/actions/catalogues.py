"""Catalogues: opened by a site's manager, filled by a unit, published row by row at the desk."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.models import Catalogue, CatalogueEntry, CatalogueImport
from xinqiao.domains.portal.rules import catalogues as rules
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.policies import can_manage_site

Cells = Mapping[str, str]


@transaction.atomic
def open_catalogue(
    *, actor: User, site_id: int, slug: str, preset: str, organisation_id: int, now: dt.datetime
) -> Catalogue:
    """Open one of the usual catalogues on a site. Raises PermissionDenied, CatalogueRefused."""
    site = Site.objects.select_related("parent__parent").get(pk=site_id)
    require(can_manage_site(actor, site))
    if Catalogue.objects.filter(site=site, slug=slug).exists():
        raise rules.CatalogueRefused(_("这个站点已有这个地址名的目录。"))
    usual = rules.PRESETS[preset]
    made = Catalogue(site=site, slug=slug, name=usual.name, about=usual.about)
    made.fields, made.needs_day = list(usual.fields), usual.needs_day
    made.organisation_id, made.opened_by, made.opened_at = organisation_id, actor, now
    made.save()
    _record("catalogue_opened", made, actor, now, after={"preset": preset})
    return made


@transaction.atomic
def change_catalogue(
    *,
    actor: User,
    catalogue_id: int,
    name: str,
    about: str,
    fields: Sequence[rules.Field],
    is_open: bool,
    now: dt.datetime,
) -> Catalogue:
    """Change what a catalogue says of itself and its fields; fields are kept in their places.

    Raises PermissionDenied, CatalogueRefused.
    """
    found = _locked(catalogue_id)
    require(can_manage_site(actor, found.site))
    rules.check_fields(fields)
    before = [field["name"] for field in found.fields]
    after = [field["name"] for field in fields]
    if after[: len(before)] != before and found.entries.exists():
        raise rules.CatalogueRefused(
            _("已有条目，原有字段不能改名、删除或调整顺序，只能在后面加。")
        )
    found.name, found.about, found.is_open = name.strip(), about.strip(), is_open
    found.fields = list(fields)
    found.save(update_fields=["name", "about", "is_open", "fields"])
    _record("catalogue_changed", found, actor, now, before=before, after=after)
    return found


@transaction.atomic
def save_entry(
    *,
    actor: User,
    catalogue_id: int,
    cells: Cells,
    now: dt.datetime,
    entry_id: int | None = None,
) -> CatalogueEntry:
    """Write a row, which then waits for a publisher. Raises PermissionDenied, CatalogueRefused."""
    found = _locked(catalogue_id)
    require(policies.can_fill_catalogue(actor, found))
    entry = found.entries.get(pk=entry_id) if entry_id else CatalogueEntry(catalogue=found)
    same = found.entries.filter(name=cells["名称"].strip()).exclude(pk=entry.pk)
    if same.exists():
        raise rules.CatalogueRefused(_("已有同名的条目。"))
    if not entry.pk:
        _check_room(found, 1)
    _fill(entry, cells, actor, now)
    entry.save()
    _record("entry_saved", found, actor, now, after={"entry": entry.pk, "name": entry.name})
    return entry


@transaction.atomic
def upload_entries(
    *, actor: User, catalogue_id: int, file_name: str, rows: Sequence[Cells], now: dt.datetime
) -> CatalogueImport:
    """Keep a table with what is to be said of each row; nothing is taken in yet.

    Raises PermissionDenied.
    """
    found = _locked(catalogue_id)
    require(policies.can_fill_catalogue(actor, found))
    known = set(found.entries.values_list("name", flat=True))
    seen: set[str] = set()
    report = []
    for cells in rows:
        report.append(_judged(found, cells, known, seen, now))
        seen.add(cells.get("名称", "").strip())
    made = CatalogueImport(catalogue=found, file_name=file_name[:200], rows=[*rows], report=report)
    made.uploaded_by, made.uploaded_at = actor, now
    made.save()
    _record("entries_uploaded", found, actor, now, after={"rows": len(rows)})
    return made


@transaction.atomic
def take_entries(*, actor: User, import_id: int, now: dt.datetime) -> int:
    """Take in the rows that are in order, once. Returns how many.

    Raises PermissionDenied, CatalogueRefused.
    """
    upload = CatalogueImport.objects.select_for_update(of=("self",)).get(pk=import_id)
    found = _locked(upload.catalogue_id)
    require(policies.can_fill_catalogue(actor, found))
    if upload.taken_at is not None:
        raise rules.CatalogueRefused(_("这个文件已经导入过。"))
    good = [
        cells
        for cells, said in zip(upload.rows, upload.report, strict=True)
        if said["outcome"] != "wrong"
    ]
    known = {entry.name: entry for entry in found.entries.all()}
    _check_room(found, sum(cells["名称"].strip() not in known for cells in good))
    for cells in good:
        entry = known.get(cells["名称"].strip()) or CatalogueEntry(catalogue=found)
        _fill(entry, cells, actor, now)
        entry.save()
    upload.taken_at = now
    upload.save(update_fields=["taken_at"])
    _record("entries_taken", found, actor, now, after={"rows": len(good), "import": upload.pk})
    return len(good)


@transaction.atomic
def publish_entries(
    *, actor: User, catalogue_id: int, entry_ids: Iterable[int], now: dt.datetime
) -> int:
    """Let the public see these rows. Returns how many.

    Raises PermissionDenied, CatalogueRefused.
    """
    found = _locked(catalogue_id)
    require(policies.can_publish_entries(actor, found))
    rows = found.entries.filter(pk__in=entry_ids).exclude(state=rules.EntryState.PUBLISHED)
    today = timezone.localdate(now)
    expired = rows.filter(valid_until__lt=today).first()
    if expired is not None:
        raise rules.CatalogueRefused(_("“%s”的有效期已过，请单位先修改。") % expired.name)
    ids = sorted(rows.values_list("pk", flat=True))
    rows.update(state=rules.EntryState.PUBLISHED, published_by=actor, published_at=now)
    _record("entries_published", found, actor, now, after={"entries": ids})
    return len(ids)


@transaction.atomic
def withdraw_entries(
    *, actor: User, catalogue_id: int, entry_ids: Iterable[int], reason: str, now: dt.datetime
) -> int:
    """Take public rows off. Returns how many. Raises PermissionDenied, CatalogueRefused."""
    found = _locked(catalogue_id)
    require(policies.can_publish_entries(actor, found))
    rules.check_reason(reason)
    rows = found.entries.filter(pk__in=entry_ids, state=rules.EntryState.PUBLISHED)
    ids = sorted(rows.values_list("pk", flat=True))
    rows.update(state=rules.EntryState.WITHDRAWN)
    _record("entries_withdrawn", found, actor, now, after={"entries": ids}, reason=reason)
    return len(ids)


def _judged(
    found: Catalogue, cells: Cells, known: set[str], seen: set[str], now: dt.datetime
) -> dict[str, str]:
    """What becomes of one row: new, changed, or wrong with a reason."""
    name = cells.get("名称", "").strip()
    try:
        _checked(found, cells, now)
    except rules.CatalogueRefused as refusal:
        return {"outcome": "wrong", "message": str(refusal)}
    if name in seen:
        return {"outcome": "wrong", "message": _("文件里有同名的行。")}
    return {"outcome": "changed" if name in known else "new", "message": ""}


def _checked(
    found: Catalogue, cells: Cells, now: dt.datetime
) -> tuple[dt.date | None, dict[str, str | float]]:
    """The day and the values of a row. Raises CatalogueRefused."""
    day = rules.day_of(cells.get("有效期至", ""))
    today, name = timezone.localdate(now), cells.get("名称", "")
    rules.check_entry(name, cells.get("地图", ""), day, needs_day=found.needs_day, today=today)
    return day, rules.cleaned_values(found.fields, cells)


def _fill(entry: CatalogueEntry, cells: Cells, actor: User, now: dt.datetime) -> None:
    entry.valid_until, entry.values = _checked(entry.catalogue, cells, now)
    entry.name = cells["名称"].strip()[:100]
    entry.address = cells.get("地址", "").strip()[:200]
    entry.phone = cells.get("电话", "").strip()[:60]
    entry.map_path = cells.get("地图", "").strip()[:200]
    entry.words = rules.words_of(entry.name, entry.address, entry.phone, *entry.values.values())
    entry.state, entry.changed_by, entry.changed_at = rules.EntryState.DRAFT, actor, now


def _check_room(found: Catalogue, more: int) -> None:
    if found.entries.count() + more > rules.MAX_ENTRIES:
        raise rules.CatalogueRefused(_("一个目录最多5000条。"))


def _locked(catalogue_id: int) -> Catalogue:
    rows = Catalogue.objects.select_for_update(of=("self",))
    return rows.select_related("site__parent__parent").get(pk=catalogue_id)


def _record(act: str, found: Catalogue, actor: User, now: dt.datetime, **facts: Any) -> None:
    audit.record(
        action=f"portal.{act}",
        actor=actor,
        target=found,
        at=now,
        organisation_id=found.organisation_id,
        **facts,
    )
