"""How much work one upload may cause, counted over everything that is nested in it.

A package of a few kilobytes can hold packages that hold gigabytes; each alone keeps to its
measures, together they would hold a worker for minutes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.utils.translation import gettext as _

from xinqiao.kernel.files.rules.refusal import UploadRefused

MOST_BYTES = 300 * 1024 * 1024  # inflated in all, about two seconds
MOST_ELEMENTS = 5_000_000  # of XML in all, about four seconds


@dataclass
class _Spent:
    size: int = 0
    elements: int = 0


_spent: ContextVar[_Spent | None] = ContextVar("work of the upload", default=None)


@contextmanager
def counted() -> Iterator[None]:
    """Count the work of one upload; what is checked inside it counts with it."""
    if _spent.get() is not None:
        yield
        return
    token = _spent.set(_Spent())
    try:
        yield
    finally:
        _spent.reset(token)


def spend(*, size: int = 0, elements: int = 0) -> None:
    """Note work that is to be done. Raises UploadRefused when it is too much."""
    spent = _spent.get() or _Spent()
    spent.size += size
    spent.elements += elements
    if spent.size > MOST_BYTES or spent.elements > MOST_ELEMENTS:
        raise UploadRefused(_("文件解压后过大，请拆分后再上传。"), "ratio")
