"""The tiled layout of a log as plain files (C2SP tlog-tiles).

A tile holds up to 256 hashes of one level; level L+1 holds the roots of the full tiles of
level L. Full tiles never change; the last one of a level is partial and named by its width.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from xinqiao.kernel.tlog.edges import Edge
from xinqiao.kernel.tlog.hashing import SHA256, Hashing

HEIGHT = 8
WIDTH = 1 << HEIGHT
MAX_LEVEL = 63
MAX_ENTRY_BYTES = 0xFFFF
ENTRIES = -1  # the level of entry bundles, ``tile/entries/...``

_PATH = re.compile(
    r"tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/)*[0-9]{3})(?:\.p/([1-9][0-9]{0,2}))?"
)


class BadTile(Exception):
    """A path or the content of a tile is not what the layout allows."""


@dataclass(frozen=True, order=True)
class Tile:
    """One tile by its place; ``width`` below 256 marks a partial one."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Where the tile lies: ``tile/0/x001/067`` or ``tile/0/273.p/112``."""
        name = "entries" if self.level == ENTRIES else str(self.level)
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"tile/{name}/{_number_path(self.index)}{partial}"

    @classmethod
    def from_path(cls, path: str) -> "Tile":
        """The tile of a path, in its one spelling only. Raises BadTile."""
        found = _PATH.fullmatch(path)
        if found is None:
            raise BadTile(path)
        level = ENTRIES if found[1] == "entries" else int(found[1])
        index = int(found[2].replace("/", "").replace("x", ""))
        tile = cls(level, index, int(found[3] or WIDTH))
        if level > MAX_LEVEL or tile.path != path:
            raise BadTile(path)
        return tile


def _number_path(number: int) -> str:
    parts = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        parts.append(f"x{number % 1000:03d}")
    return "/".join(reversed(parts))


def layout(size: int) -> Iterator[Tile]:
    """Every hash tile of a tree of this size."""
    level, count = 0, size
    while count:
        for index in range(count >> HEIGHT):
            yield Tile(level, index)
        if count % WIDTH:
            yield Tile(level, count >> HEIGHT, count % WIDTH)
        level, count = level + 1, count >> HEIGHT


FetchTile = Callable[[Tile], bytes]


class TileReader:
    """Reads subtree hashes of a tree of ``size`` entries from its tiles, for ``proofs``."""

    def __init__(self, size: int, fetch: FetchTile, hashing: Hashing = SHA256) -> None:
        self._size, self._fetch, self._hashing = size, fetch, hashing
        self._rows: dict[Tile, list[bytes]] = {}

    def __call__(self, level: int, index: int) -> bytes:
        """The root of the perfect subtree over ``1 << level`` entries. Raises BadTile."""
        row, within = divmod(level, HEIGHT)
        first = index << within
        hashes = self._row(row, first >> HEIGHT)
        start = first % WIDTH
        part = hashes[start : start + (1 << within)]
        if len(part) != 1 << within:
            raise BadTile(f"no subtree {level}/{index} in a tree of {self._size}")
        return Edge(hashing=self._hashing).extended(part).root

    def _row(self, level: int, index: int) -> list[bytes]:
        width = min(WIDTH, (self._size >> (HEIGHT * level)) - (index << HEIGHT))
        if width < 1:
            raise BadTile(f"no tile {level}/{index} in a tree of {self._size}")
        tile = Tile(level, index, width)
        if tile not in self._rows:
            self._rows[tile] = hashes_of(tile, self._fetch(tile), self._hashing)
        return self._rows[tile]


def hashes_of(tile: Tile, content: bytes, hashing: Hashing = SHA256) -> list[bytes]:
    """The hashes in a tile. Raises BadTile when it has another length."""
    if len(content) != tile.width * hashing.size:
        raise BadTile(tile.path)
    starts = range(0, len(content), hashing.size)
    return [content[at : at + hashing.size] for at in starts]


def grown(
    size: int, leaf_hashes: Sequence[bytes], fetch: FetchTile, hashing: Hashing = SHA256
) -> Iterator[tuple[Tile, bytes]]:
    """The tiles to be written when these entries follow a tree of ``size``."""
    level, count, fresh = 0, size, list(leaf_hashes)
    while fresh:
        index, width = divmod(count, WIDTH)
        row = [*_partial(Tile(level, index, width), fetch, hashing), *fresh]
        fresh = []
        for at in range(0, len(row), WIDTH):
            part = row[at : at + WIDTH]
            yield Tile(level, index + at // WIDTH, len(part)), b"".join(part)
            if len(part) == WIDTH:
                fresh.append(Edge(hashing=hashing).extended(part).root)
        level, count = level + 1, count >> HEIGHT


def _partial(tile: Tile, fetch: FetchTile, hashing: Hashing) -> list[bytes]:
    return hashes_of(tile, fetch(tile), hashing) if tile.width else []


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries as one bundle, each with its length in two bytes. Raises BadTile."""
    parts = []
    for entry in entries:
        if len(entry) > MAX_ENTRY_BYTES:
            raise BadTile(f"entry of {len(entry)} bytes")
        parts.append(len(entry).to_bytes(2, "big") + entry)
    return b"".join(parts)


def entries_of(content: bytes) -> list[bytes]:
    """The entries of a bundle. Raises BadTile when it is cut."""
    entries, at = [], 0
    while at < len(content):
        start = at + 2
        at = start + int.from_bytes(content[at:start], "big")
        if at > len(content) or start > len(content):
            raise BadTile("cut bundle")
        entries.append(content[start:at])
    return entries
