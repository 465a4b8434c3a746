"""Growing a tree by its right edge: what an append needs, and nothing more.

The edge holds the hashes of the perfect subtrees that make up the tree, largest first: one
for each one bit of the size. It is all that must be stored to go on.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from xinqiao.kernel.tlog.hashing import SHA256, Hashing


class BadEdge(Exception):
    """The stored edge does not belong to the size it is stored with."""


@dataclass(frozen=True)
class Edge:
    """The right edge of a tree of ``size`` entries."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()
    hashing: Hashing = SHA256

    def __post_init__(self) -> None:
        if self.size < 0 or len(self.peaks) != self.size.bit_count():
            raise BadEdge(self.size)

    @classmethod
    def from_bytes(cls, size: int, content: bytes, hashing: Hashing = SHA256) -> "Edge":
        """Read an edge as ``to_bytes`` wrote it. Raises BadEdge."""
        if len(content) % hashing.size:
            raise BadEdge(size)
        starts = range(0, len(content), hashing.size)
        return cls(size, tuple(content[at : at + hashing.size] for at in starts), hashing)

    def to_bytes(self) -> bytes:
        return b"".join(self.peaks)

    def appended(self, leaf_hash: bytes) -> "Edge":
        """The edge after one more entry."""
        peaks, node, size = list(self.peaks), leaf_hash, self.size
        while size & 1:
            node = self.hashing.node(peaks.pop(), node)
            size >>= 1
        return Edge(self.size + 1, (*peaks, node), self.hashing)

    def extended(self, leaf_hashes: Iterable[bytes]) -> "Edge":
        """The edge after these further entries."""
        edge = self
        for leaf_hash in leaf_hashes:
            edge = edge.appended(leaf_hash)
        return edge

    @property
    def root(self) -> bytes:
        """The root hash of the whole tree."""
        return root_of_peaks(self.peaks, self.hashing)


def root_of_peaks(peaks: tuple[bytes, ...], hashing: Hashing) -> bytes:
    """The root over neighbouring perfect subtrees, largest first."""
    if not peaks:
        return hashing.empty()
    node = peaks[-1]
    for peak in reversed(peaks[:-1]):
        node = hashing.node(peak, node)
    return node
