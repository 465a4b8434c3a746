"""Hashing and growing an RFC 6962 tree by its right edge.

The frontier is the list of hashes of the perfect subtrees, largest first; it has one entry
for each one bit of the size, so appending costs O(log n) and no tree is held in memory.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

LEAF = b"\x00"
NODE = b"\x01"


def leaf_hash(data: bytes, algorithm: str = "sha256") -> bytes:
    """RFC 6962 section 2.1: a leaf is hashed with the prefix 0x00."""
    return hashlib.new(algorithm, LEAF + data).digest()


def node_hash(left: bytes, right: bytes, algorithm: str = "sha256") -> bytes:
    """RFC 6962 section 2.1: an inner node is hashed with the prefix 0x01."""
    return hashlib.new(algorithm, NODE + left + right).digest()


@dataclass(frozen=True)
class Frontier:
    """The right edge of a tree of ``size`` leaves."""

    size: int = 0
    peaks: tuple[bytes, ...] = ()
    algorithm: str = "sha256"

    def appended(self, leaf: bytes) -> "Frontier":
        """The frontier after one more leaf hash."""
        peaks, node, size = list(self.peaks), leaf, self.size
        while size & 1:
            node = node_hash(peaks.pop(), node, self.algorithm)
            size >>= 1
        return Frontier(self.size + 1, (*peaks, node), self.algorithm)

    @property
    def root(self) -> bytes:
        """The root hash; of an empty tree, the hash of nothing."""
        if not self.peaks:
            return hashlib.new(self.algorithm).digest()
        node = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            node = node_hash(peak, node, self.algorithm)
        return node


def root_of(leaves: Sequence[bytes], algorithm: str = "sha256") -> bytes:
    """The root over leaf hashes, by the recursive definition of RFC 6962 section 2.1."""
    if not leaves:
        return hashlib.new(algorithm).digest()
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    left, right = root_of(leaves[:split], algorithm), root_of(leaves[split:], algorithm)
    return node_hash(left, right, algorithm)


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of one leaf, from its sibling up (RFC 6962 section 2.1.1)."""
    if len(leaves) <= 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root_of(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root_of(leaves[:split])]


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Whether the path leads from a leaf to the root (RFC 9162 section 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, node = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            node = node_hash(sibling, node)
            while not position & 1 and position:
                position, last = position >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        position, last = position >> 1, last >> 1
    return last == 0 and node == root


def _split(count: int) -> int:
    """The largest power of two smaller than ``count``."""
    return 1 << ((count - 1).bit_length() - 1)
