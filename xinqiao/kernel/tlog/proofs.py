"""Proofs that an entry stands in a tree, and that one tree goes on from another.

RFC 9162 sections 2.1.3 and 2.1.4. A proof is made from any reader of subtree hashes
(``read(level, index)`` gives the root over the entries ``index << level`` and on) and is
checked by anybody who holds the two roots.
"""

from collections.abc import Callable, Sequence

from xinqiao.kernel.tlog.edges import root_of_peaks
from xinqiao.kernel.tlog.hashing import SHA256, Hashing

ReadHash = Callable[[int, int], bytes]


class BadProof(Exception):
    """A proof does not show what it claims."""


def root(size: int, read: ReadHash, hashing: Hashing = SHA256) -> bytes:
    """The root of the first ``size`` entries."""
    return _range_root(0, size, read, hashing)


def inclusion(index: int, size: int, read: ReadHash, hashing: Hashing = SHA256) -> list[bytes]:
    """The hashes that lead from an entry to the root, nearest first. Raises IndexError."""
    if not 0 <= index < size:
        raise IndexError(index)
    path: list[bytes] = []
    first, last = 0, size
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            path.append(_range_root(middle, last, read, hashing))
            last = middle
        else:
            path.append(_range_root(first, middle, read, hashing))
            first = middle
    return path[::-1]


def consistency(old: int, new: int, read: ReadHash, hashing: Hashing = SHA256) -> list[bytes]:
    """The hashes that show the tree of size ``new`` to go on from ``old``. Raises IndexError."""
    if not 0 <= old <= new:
        raise IndexError(old)
    path: list[bytes] = []
    if old == 0:
        return path
    first, last, is_old_root = 0, new, True
    while old != last:
        middle = first + _split(last - first)
        if old <= middle:
            path.append(_range_root(middle, last, read, hashing))
            last = middle
        else:
            path.append(_range_root(first, middle, read, hashing))
            first, is_old_root = middle, False
    if not is_old_root:
        path.append(_range_root(first, last, read, hashing))
    return path[::-1]


def check_inclusion(
    leaf_hash: bytes,
    index: int,
    size: int,
    path: Sequence[bytes],
    root: bytes,
    hashing: Hashing = SHA256,
) -> None:
    """RFC 9162 section 2.1.3.2. Raises BadProof."""
    _check_lengths([leaf_hash, root, *path], hashing)
    if not 0 <= index < size:
        raise BadProof("index outside the tree")
    node, position, last = leaf_hash, index, size - 1
    for step in path:
        if last == 0:
            raise BadProof("path too long")
        if position & 1 or position == last:
            node = hashing.node(step, node)
            position, last = _climbed(position, last)
        else:
            node = hashing.node(node, step)
        position, last = position >> 1, last >> 1
    if last != 0 or node != root:
        raise BadProof("path does not lead to the root")


def check_consistency(
    old: int,
    new: int,
    path: Sequence[bytes],
    old_root: bytes,
    new_root: bytes,
    hashing: Hashing = SHA256,
) -> None:
    """RFC 9162 section 2.1.4.2. Raises BadProof."""
    _check_lengths([old_root, new_root, *path], hashing)
    if not 0 <= old <= new:
        raise BadProof("sizes out of order")
    if old in (0, new):
        expected = new_root if old == new else hashing.empty()
        if path or old_root != expected:
            raise BadProof("trivial proof with another root")
        return
    _check_growth(
        old, new, [old_root, *path] if _is_power(old) else list(path), hashing, old_root, new_root
    )


def _check_growth(
    old: int, new: int, path: list[bytes], hashing: Hashing, old_root: bytes, new_root: bytes
) -> None:
    if not path:
        raise BadProof("path too short")
    position, last = old - 1, new - 1
    while position & 1:
        position, last = position >> 1, last >> 1
    old_node = new_node = path[0]
    for step in path[1:]:
        if last == 0:
            raise BadProof("path too long")
        if position & 1 or position == last:
            old_node, new_node = hashing.node(step, old_node), hashing.node(step, new_node)
            position, last = _climbed(position, last)
        else:
            new_node = hashing.node(new_node, step)
        position, last = position >> 1, last >> 1
    if last != 0 or old_node != old_root or new_node != new_root:
        raise BadProof("path does not lead to both roots")


def _climbed(position: int, last: int) -> tuple[int, int]:
    """Skip the levels at which the node stands alone at the right edge."""
    while position and not position & 1:
        position, last = position >> 1, last >> 1
    return position, last


def _range_root(first: int, last: int, read: ReadHash, hashing: Hashing) -> bytes:
    """The root over entries first to last, where first is aligned as in every RFC subtree."""
    peaks: list[bytes] = []
    while first < last:
        level = (last - first).bit_length() - 1
        peaks.append(read(level, first >> level))
        first += 1 << level
    return root_of_peaks(tuple(peaks), hashing)


def _check_lengths(hashes: Sequence[bytes], hashing: Hashing) -> None:
    if any(len(item) != hashing.size for item in hashes):
        raise BadProof("hash of another length")


def _split(count: int) -> int:
    """The largest power of two smaller than ``count``."""
    return 1 << ((count - 1).bit_length() - 1)


def _is_power(number: int) -> bool:
    return number & (number - 1) == 0
