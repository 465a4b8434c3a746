"""Columns that hold cells, and how a record writes and reads them.

A record's primary key must be known before it is sealed: a new one is saved first.
"""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.vault import cells, indexes, keys, rules


class SealedRecord(models.Model):
    """A record with sealed columns, and the group whose data key seals them."""

    vault_group = models.UUIDField(_("密钥组"), default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class SealedField(models.BinaryField):  # type: ignore[type-arg]  # generic in the stubs only
    """A text, sealed. ``mask`` says how it is shown, ``index`` names its blind index column."""

    def __init__(self, *args: Any, mask: str = "", index: str = "", **options: Any):
        self.mask, self.index = mask, index
        options.setdefault("editable", False)
        super().__init__(*args, **options)


class BlindIndexField(models.CharField):  # type: ignore[type-arg]  # generic in the stubs only
    """The blind index of a sealed column."""

    def __init__(self, *args: Any, **options: Any):
        options |= {"max_length": 64, "blank": True, "editable": False, "default": ""}
        super().__init__(*args, **options)


def context_of(record: SealedRecord, name: str) -> str:
    """Where a cell stands: ``app.model|field|pk``. Raises ValueError for an unsaved record."""
    if record.pk is None:
        raise ValueError("save the record before sealing a field of it")
    return f"{record._meta.label_lower}|{name}|{record.pk}"


def index_of(model: type[models.Model], name: str, text: str) -> str:
    """The blind index of a value in a sealed column. Raises keys.VaultLocked."""
    return indexes.index(text, context=f"{model._meta.label_lower}|{name}")


def indexes_of(model: type[models.Model], name: str, texts: Iterable[str]) -> dict[str, str]:
    """The blind indexes of many values by value. Raises keys.VaultLocked."""
    return indexes.index_all(texts, context=f"{model._meta.label_lower}|{name}")


def write(record: SealedRecord, name: str, text: str) -> list[str]:
    """Put a text into a sealed column of a saved record. Returns the columns to save.

    Raises keys.VaultLocked.
    """
    field = _sealed(record, name)
    cell = None
    if text:
        cell = cells.seal(text, group=record.vault_group, context=context_of(record, name))
    setattr(record, name, cell)
    if not field.index:
        return [name]
    setattr(record, field.index, index_of(type(record), name, text))
    return [name, field.index]


def read(record: SealedRecord, name: str) -> str:
    """The text in clear, or nothing. Raises cells.BadCell, keys.VaultLocked."""
    cell = getattr(record, name)
    if cell is None:
        return ""
    return cells.reveal(bytes(cell), group=record.vault_group, context=context_of(record, name))


def masked(record: SealedRecord, name: str) -> str:
    """As a page shows it without a reason; nothing once its key was destroyed.

    Raises cells.BadCell, keys.VaultLocked.
    """
    try:
        return rules.mask(_sealed(record, name).mask, read(record, name))
    except keys.KeyDestroyed:
        return ""


def masked_all(records: Iterable[SealedRecord], name: str) -> dict[Any, str]:
    """The masked texts of many records by primary key, with one query for all their keys.

    A record whose key was destroyed shows nothing. Raises cells.BadCell, keys.VaultLocked.
    """
    filled = [record for record in records if getattr(record, name) is not None]
    data_keys = keys.existing_keys([record.vault_group for record in filled])
    found: dict[Any, str] = {}
    for record in filled:
        key = data_keys.get(record.vault_group)
        if key is not None:
            cell, context = bytes(getattr(record, name)), context_of(record, name)
            text = cells.reveal_with(key, cell, context=context)
            found[record.pk] = rules.mask(_sealed(record, name).mask, text)
    return found


def _sealed(record: SealedRecord, name: str) -> SealedField:
    field = record._meta.get_field(name)
    if not isinstance(field, SealedField):
        raise TypeError(f"{record._meta.label}.{name} is not sealed")
    return field
