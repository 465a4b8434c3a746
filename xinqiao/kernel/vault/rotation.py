"""Changing the master key while the application runs: data keys are wrapped anew, cells stay.

A process that meets an unknown key id looks into the key folder again, so nothing is restarted.
The old file is needed until the backups made before have gone; the command never deletes it.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Count, Q
from django.db.models.functions import Substr

from xinqiao.kernel.vault import cells, fields, keyfiles, keys
from xinqiao.kernel.vault.models import GroupKey, MasterKey

BATCH = 500


@dataclass(frozen=True)
class KeyState:
    """One master key: whether its file is here, and how many data keys it wraps."""

    kid: str
    is_current: bool
    created_at: dt.datetime | None
    retired_at: dt.datetime | None
    path: Path | None
    data_keys: int


@dataclass(frozen=True)
class CellState:
    """One sealed column: how many cells, and how many of an older version or another suite."""

    column: str
    cells: int
    old: int


def states() -> list[KeyState]:
    """Every master key the database or this machine knows, the current one first."""
    there = keyfiles.ring()
    rows = MasterKey.objects.annotate(count=Count("groupkey")).order_by("-is_current", "kid")
    found = [
        KeyState(
            row.kid, row.is_current, row.created_at, row.retired_at, there.pop(row.kid, None), count
        )
        for row in rows
        for count in [row.count]
    ]
    return found + [KeyState(kid, False, None, None, path, 0) for kid, path in there.items()]


def waiting() -> int:
    """Data keys that are not wrapped by the current master key."""
    return _behind(keys.current()).count()


def switch() -> tuple[str, str]:
    """Make a prepared or a new master key the current one. Returns the old and the new id.

    A prepared key is a file that the database does not know yet: ``xinqiao keys prepare`` makes
    it, so that it can be copied to every machine first. Raises keys.VaultLocked.
    """
    old = keys.current()
    kid = prepared() or keyfiles.create_next()
    with transaction.atomic():
        locked = MasterKey.objects.select_for_update().get(pk=old.pk)
        if not locked.is_current:
            raise keys.VaultLocked("另一个轮换正在进行，请稍后用 xinqiao keys status 查看。")
        locked.is_current = False
        locked.save(update_fields=["is_current"])
        keys.register(kid, is_current=True)
    return old.kid, kid


def prepared() -> str:
    """The id of a master key that waits in the folder, or nothing."""
    known = set(MasterKey.objects.values_list("kid", flat=True))
    return next((kid for kid in keyfiles.ring() if kid not in known), "")


def rewrap() -> Iterator[int]:
    """Wrap what is left under the current master key, batch by batch; yields how many so far.

    A kill in between loses nothing: every batch is a transaction, each row names its key.
    """
    done = 0
    while count := _rewrap_batch():
        done += count
        yield done


def retire(now: dt.datetime) -> list[str]:
    """Mark the master keys that wrap nothing any more. Returns their ids."""
    idle = MasterKey.objects.filter(is_current=False, retired_at=None, groupkey__isnull=True)
    found = list(idle.values_list("kid", flat=True))
    MasterKey.objects.filter(kid__in=found).update(retired_at=now)
    return found


def sealed_columns() -> list[tuple[type[models.Model], fields.SealedField]]:
    """Every sealed column of the installation."""
    return [
        (model, field)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, fields.SealedField)
    ]


def cell_states() -> list[CellState]:
    """How many cells each sealed column holds, and how many are behind."""
    found = []
    for model, field in sealed_columns():
        rows = _headed(model, field)
        old = rows.filter(~Q(head=cells.header())).count()
        found.append(CellState(f"{model._meta.label_lower}.{field.name}", rows.count(), old))
    return found


def reseal() -> Iterator[int]:
    """Seal cells of an older version or another suite anew; yields how many so far."""
    done = 0
    for model, field in sealed_columns():
        last: Any = None
        while batch := _reseal_batch(model, field, last):
            done, last = done + len(batch), batch[-1]
            yield done


def _behind(current: MasterKey) -> models.QuerySet[GroupKey]:
    return GroupKey.objects.filter(~Q(master=current) | Q(master=None), wrapped__isnull=False)


@transaction.atomic
def _rewrap_batch() -> int:
    current = keys.current()
    rows = list(_behind(current).select_for_update(of=("self",)).order_by("pk")[:BATCH])
    for row in rows:
        for column, value in keys.wrapped(keys.unwrapped(row), row.group, current).items():
            setattr(row, column, value)
    GroupKey.objects.bulk_update(rows, ["wrapped", "suite", "master"])
    return len(rows)


def _headed(model: type[models.Model], field: fields.SealedField) -> models.QuerySet[Any]:
    head = Substr(field.name, 1, cells.HEADER_BYTES, output_field=models.BinaryField())
    rows = model._default_manager.filter(**{f"{field.name}__isnull": False})
    return rows.annotate(head=head)


@transaction.atomic
def _reseal_batch(model: type[models.Model], field: fields.SealedField, last: Any) -> list[Any]:
    rows = _headed(model, field).filter(~Q(head=cells.header())).order_by("pk")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    batch = list(rows.select_for_update(of=("self",))[:BATCH])
    for record in batch:
        columns = fields.write(record, field.name, fields.read(record, field.name))
        record.save(update_fields=columns)
    return [record.pk for record in batch]
