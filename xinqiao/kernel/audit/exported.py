"""Checkpoints outside the database: one line each, appended and flushed to disk.

They are what shows a database set back to an earlier day or cut at its end, so they are to be
copied to another machine (docs/decisions/0010-audit-seal.md).
"""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from xinqiao.kernel.audit.models import AuditCheckpoint
from xinqiao.kernel.audit.rules import moment

TAIL_BYTES = 8192


@dataclass(frozen=True)
class Line:
    """One exported checkpoint; a line that cannot be read has no note."""

    number: int
    size: int = -1
    note: str = ""


def folder() -> Path:
    """Where the exported checkpoints lie; a link or a mount may lead off this machine."""
    found: Path = settings.XINQIAO_DATA / "audit"
    return found


def files() -> list[Path]:
    """One file a year, in order."""
    return sorted(folder().glob("checkpoints-[0-9][0-9][0-9][0-9].jsonl"))


def append(checkpoints: Iterable[AuditCheckpoint]) -> None:
    """Write these checkpoints behind the others and wait until the disk has them."""
    for checkpoint in checkpoints:
        path = folder() / f"checkpoints-{checkpoint.at:%Y}.jsonl"
        line = {"at": moment(checkpoint.at), "size": checkpoint.size, "note": checkpoint.note}
        _append(path, json.dumps(line, ensure_ascii=False) + "\n")


def _append(path: Path, line: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not path.exists()
    with path.open("ab") as file:
        _drop_torn_line(path)
        file.write(line.encode())
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        _flush_folder(path.parent)


def _drop_torn_line(path: Path) -> None:
    """A line that a power cut left without its end is written again, whole."""
    tail = _tail(path)
    torn = len(tail) - (tail.rfind(b"\n") + 1)
    if torn:
        os.truncate(path, path.stat().st_size - torn)


def _flush_folder(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lines() -> Iterator[Line]:
    """Every exported checkpoint in the order of writing."""
    number = 0
    for path in files():
        with path.open("rb") as file:
            for content in file:
                number += 1
                if content.endswith(b"\n"):
                    yield _line(number, content)


def last() -> Line | None:
    """The newest exported checkpoint, read from the end of the newest file."""
    for path in reversed(files()):
        whole = _tail(path).rpartition(b"\n")[0]
        if whole:
            return _line(0, whole.rpartition(b"\n")[2])
    return None


def _tail(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        return file.read()


def _line(number: int, content: bytes) -> Line:
    try:
        values = json.loads(content)
        return Line(number, int(values["size"]), str(values["note"]))
    except (ValueError, KeyError, TypeError):
        return Line(number)
