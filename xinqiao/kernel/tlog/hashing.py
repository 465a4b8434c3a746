"""How leaves and nodes are hashed (RFC 9162 section 2.1.1); the function is a parameter.

The national SM3 gives a sibling tree over the same leaves; both digests are 32 bytes long.
"""

import hashlib
from dataclasses import dataclass

LEAF_PREFIX = b"\x00"
NODE_PREFIX = b"\x01"


@dataclass(frozen=True)
class Hashing:
    """A tree's hash function, by its name in OpenSSL."""

    name: str
    size: int = 32

    def digest(self, data: bytes) -> bytes:
        return hashlib.new(self.name, data).digest()

    def leaf(self, data: bytes) -> bytes:
        """The hash of one entry."""
        return self.digest(LEAF_PREFIX + data)

    def node(self, left: bytes, right: bytes) -> bytes:
        """The hash of an inner node over two subtrees."""
        return self.digest(NODE_PREFIX + left + right)

    def empty(self) -> bytes:
        """The root of a tree without entries."""
        return self.digest(b"")

    def is_available(self) -> bool:
        """Whether this machine's OpenSSL offers the function (SM3 may be left out)."""
        return self.name in hashlib.algorithms_available


SHA256 = Hashing("sha256")
SM3 = Hashing("sm3")
