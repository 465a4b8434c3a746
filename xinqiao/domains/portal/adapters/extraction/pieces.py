"""What is read out of a file: pieces of text with the part of the file they come from."""

from collections.abc import Iterator
from typing import NamedTuple


class Piece(NamedTuple):
    """Text of one part of a file; hidden where a reader does not see it at first."""

    part: str
    text: str
    is_hidden: bool = False


Pieces = Iterator[Piece]


class CannotRead(Exception):
    """The file is of a kind that holds no text for us, or is broken."""
