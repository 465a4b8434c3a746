"""A tree by its recursive definition (RFC 9162 section 2.1.1), to compare with."""

from xinqiao.kernel.tlog.edges import Edge
from xinqiao.kernel.tlog.hashing import SHA256


def root_by_definition(leaf_hashes, hashing=SHA256):
    if not leaf_hashes:
        return hashing.empty()
    if len(leaf_hashes) == 1:
        return leaf_hashes[0]
    middle = 1 << ((len(leaf_hashes) - 1).bit_length() - 1)
    return hashing.node(
        root_by_definition(leaf_hashes[:middle], hashing),
        root_by_definition(leaf_hashes[middle:], hashing),
    )


def leaves(count, hashing=SHA256):
    return [hashing.leaf(f"entry {number}".encode()) for number in range(count)]


def reader(leaf_hashes, hashing=SHA256):
    """Reads subtree hashes straight from the leaves."""

    def read(level, index):
        part = leaf_hashes[index << level : (index + 1) << level]
        assert len(part) == 1 << level
        return Edge(hashing=hashing).extended(part).root

    return read


def flipped(content, bit):
    """The bytes with one bit turned over."""
    changed = bytearray(content)
    changed[bit // 8 % len(content)] ^= 1 << bit % 8
    return bytes(changed)
