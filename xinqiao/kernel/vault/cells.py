"""Sealed cells, bound to the place they stand in.

A cell is ``version(1) | suite(1) | key id(4) | nonce(12) | ciphertext | tag(16)``. Model, field,
primary key and version are authenticated, so a cell moved to another row or column fails.
Version 1 had no key id; such cells are read, and sealed anew by ``xinqiao keys reseal``.
"""

import datetime as dt
import hashlib
import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings

from xinqiao.kernel.vault import keys, suites

VERSION = 2
FIRST_HEADER = bytes([1, 1])  # version 1, suite 1
HEADER_BYTES = 2
KEY_ID_BYTES = 4


class BadCell(Exception):
    """A cell was changed, moved or sealed under another key."""


def seal(text: str, *, group: UUID, context: str) -> bytes:
    """Encrypt a text for one place. Raises keys.VaultLocked."""
    return seal_with(keys.group_key(group), text, context=context)


def seal_with(key: bytes, text: str, *, context: str) -> bytes:
    """Encrypt a text under a data key that is at hand."""
    suite = suites.by_name(settings.XINQIAO_VAULT_SUITE)
    nonce = secrets.token_bytes(suites.NONCE_BYTES)
    sealed = suite.encrypt(key, nonce, text.encode(), _bound(context))
    return header() + key_id(key) + nonce + sealed


def reveal(cell: bytes, *, group: UUID, context: str) -> str:
    """Decrypt a cell from its own place. Raises BadCell, keys.VaultLocked."""
    return reveal_with(keys.existing_key(group), cell, context=context)


def reveal_with(key: bytes, cell: bytes, *, context: str) -> str:
    """Decrypt a cell with a data key that is at hand. Raises BadCell."""
    cell = bytes(cell)
    try:
        if cell[:HEADER_BYTES] == FIRST_HEADER:
            return _opened(suites.get(1), key, cell[HEADER_BYTES:], context.encode())
        return _opened(_suite(cell), key, _body(cell, key), _bound(context))
    except (InvalidTag, ValueError) as error:
        raise BadCell("密文被改动过，或不属于这个位置。") from error


def destroy_group(group: UUID, *, now: dt.datetime) -> bool:
    """Shred everything sealed under a group. Returns whether there was a key."""
    return keys.destroy(group, now)


def header() -> bytes:
    """How a cell begins that is sealed today."""
    return bytes([VERSION, suites.by_name(settings.XINQIAO_VAULT_SUITE).number])


def key_id(key: bytes) -> bytes:
    """Four bytes that name a data key without giving any of it away."""
    return hashlib.sha256(b"xinqiao data key\0" + key).digest()[:KEY_ID_BYTES]


def _suite(cell: bytes) -> suites.Suite:
    if cell[:1] != bytes([VERSION]):
        raise BadCell("密文格式不认识。")
    try:
        return suites.get(cell[1])
    except LookupError as error:
        raise BadCell("密文的算法不认识。") from error


def _body(cell: bytes, key: bytes) -> bytes:
    """What follows the key id. Raises BadCell."""
    start = HEADER_BYTES + KEY_ID_BYTES
    if cell[HEADER_BYTES:start] != key_id(key):
        raise BadCell("密文是用另一把数据密钥加密的。")
    return cell[start:]


def _opened(suite: suites.Suite, key: bytes, body: bytes, aad: bytes) -> str:
    nonce, sealed = body[: suites.NONCE_BYTES], body[suites.NONCE_BYTES :]
    return suite.decrypt(key, nonce, sealed, aad).decode()


def _bound(context: str) -> bytes:
    return f"{context}|{VERSION}".encode()
