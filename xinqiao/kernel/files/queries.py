"""Answers about stored files."""

from typing import BinaryIO

from xinqiao.kernel.files import storage
from xinqiao.kernel.files.models import StoredFile


def open_stored(stored: StoredFile) -> BinaryIO:
    """The bytes of a file. Raises FileNotFoundError."""
    return storage.open_path(stored.path)
