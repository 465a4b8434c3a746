"""Keeps the file of an import batch until it is read, in the data folder, never public."""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from xinqiao.domains.portal.adapters import lines

CHUNK_BYTES = 1024 * 1024


class ImportFileMissing(Exception):
    """The batch's file is no longer there; the message says what to do, in Chinese."""


def keep(batch_id: int, source: BinaryIO) -> None:
    """Copy a file beside the database, under the batch's number."""
    path = _path(batch_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as target:
        for block in _blocks(source):
            target.write(block)
        target.flush()
        os.fsync(target.fileno())


def digest_of(source: BinaryIO) -> str:
    """SHA-256 of a file, from its start; leaves it there."""
    digest = hashlib.sha256()
    for block in _blocks(source):
        digest.update(block)
    source.seek(0)
    return digest.hexdigest()


@contextmanager
def opened(batch_id: int) -> Iterator[BinaryIO]:
    """The unpacked file of a batch. Raises ImportFileMissing."""
    try:
        stream = _path(batch_id).open("rb")
    except FileNotFoundError as error:
        raise ImportFileMissing("导入文件已不在，请重新上传。") from error
    with stream:
        yield lines.opened(stream)


def forget(batch_id: int) -> None:
    """Remove the file once the batch is read."""
    _path(batch_id).unlink(missing_ok=True)


def _path(batch_id: int) -> Path:
    return Path(settings.XINQIAO_DATA) / "imports" / f"{batch_id}.jsonl"


def _blocks(source: BinaryIO) -> Iterator[bytes]:
    source.seek(0)
    while block := source.read(CHUNK_BYTES):
        yield block
