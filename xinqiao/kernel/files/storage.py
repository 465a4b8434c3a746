"""Bytes on disk: random names under ``<media>/<yyyy>/<mm>/``, written whole or not at all."""

import datetime as dt
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils import timezone

PARTIAL = ".part"  # suffix of a file that is still being written


def random_name(suffix: str) -> str:
    """An unguessable file name; ``suffix`` is an extension of the allow-list, with its dot."""
    return secrets.token_hex(16) + suffix.lower()


def new_path(extension: str, now: dt.datetime) -> str:
    """A place for a new file, relative to the media folder."""
    return f"{timezone.localdate(now):%Y/%m}/{random_name('.' + extension)}"


def absolute(path: str) -> Path:
    """Where a stored path lies on disk. Raises ValueError for a path that leaves the folder."""
    root = Path(settings.MEDIA_ROOT).resolve()
    found = (root / path).resolve()
    if not found.is_relative_to(root):
        raise ValueError(f"path leaves the media folder: {path!r}")
    return found


def write(path: str, content: bytes) -> None:
    """Write a file so that no reader and no crash ever sees half of it."""
    target = absolute(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(target.name + PARTIAL)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.rename(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_path(path: str) -> BinaryIO:
    """The bytes of a stored path. Raises FileNotFoundError."""
    return absolute(path).open("rb")


def remove(path: str) -> None:
    """Delete a file if it is there."""
    absolute(path).unlink(missing_ok=True)


def paths_older_than(moment: dt.datetime) -> Iterator[str]:
    """Stored paths last written before ``moment``, month by month; Wagtail's folder is not ours."""
    root = Path(settings.MEDIA_ROOT)
    for month in sorted(root.glob("[0-9][0-9][0-9][0-9]/[0-9][0-9]")):
        for file in sorted(month.iterdir()):
            if file.stat().st_mtime < moment.timestamp():
                yield file.relative_to(root).as_posix()
