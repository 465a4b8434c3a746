"""Tables for download: the writers stand above this package and are registered here."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http.response import HttpResponseBase

Writer = Callable[[Iterable[Sequence[Any]], Sequence[Any], str], HttpResponseBase]

_writers: dict[str, Writer] = {}


def register(kind: str, writer: Writer) -> None:
    """Offer a kind of file: ``writer(rows, columns, file_name)``; called in ``apps.ready()``."""
    _writers[kind] = writer


def kinds() -> tuple[str, ...]:
    """The kinds of file on offer."""
    return tuple(_writers)


def writer(kind: str) -> Writer | None:
    """The writer of a kind, if somebody registered it."""
    return _writers.get(kind)
