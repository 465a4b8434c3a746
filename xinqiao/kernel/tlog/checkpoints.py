"""Checkpoints (C2SP tlog-checkpoint): origin, size and root of a log, as a signed note."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from xinqiao.kernel.tlog import notes

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
MAX_SIZE = 2**63 - 1


@dataclass(frozen=True)
class Checkpoint:
    """A log's name, its number of entries and its root; further lines are ours to use."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        lines = [self.origin, str(self.size), notes.encode(self.root), *self.extensions]
        return "".join(f"{line}\n" for line in lines)

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read the text of a checkpoint in its one spelling. Raises notes.BadNote."""
        lines = text.split("\n")
        if len(lines) < 4 or not all(lines[:-1]) or lines[-1] or not _SIZE.fullmatch(lines[1]):
            raise notes.BadNote("not a checkpoint")
        try:
            root = notes.decode(lines[2])
        except ValueError as error:
            raise notes.BadNote("root is not base64") from error
        checkpoint = cls(lines[0], int(lines[1]), root, tuple(lines[3:-1]))
        if checkpoint.size > MAX_SIZE:
            raise notes.BadNote("size out of range")
        return checkpoint

    def signed(self, *signers: notes.Signer) -> str:
        """The checkpoint as a signed note."""
        return notes.sign(str(self), *signers)


def opened(note: str, origin: str, verifiers: Iterable[notes.Verifier]) -> Checkpoint:
    """The checkpoint of a note that a known key signed for this log. Raises notes.BadNote."""
    checkpoint = Checkpoint.parse(notes.opened(note, verifiers))
    if checkpoint.origin != origin:
        raise notes.BadNote(f"checkpoint of another log: {checkpoint.origin}")
    return checkpoint
