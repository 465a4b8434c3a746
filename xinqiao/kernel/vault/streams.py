"""Sealed files, in chunks, so that memory stays flat however long a file is.

Layout: ``magic(4) | version(1) | suite(1) | key id(4) | salt(16)``, then chunks of 64 KiB, each
with its tag. Every file has a key of its own, derived from the group's data key and the salt; a
chunk's nonce is its number and whether it is the last, so that chunks can neither be
exchanged, repeated nor cut off (the STREAM construction).
"""

import secrets
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings

from xinqiao.kernel.vault import cells, keys, suites
from xinqiao.kernel.vault.cells import BadCell

MAGIC = b"XQFV"
VERSION = 1
CHUNK_BYTES = 64 * 1024
SALT_BYTES = 16
HEAD_BYTES = len(MAGIC) + 2 + cells.KEY_ID_BYTES + SALT_BYTES
COUNTER_BYTES = suites.NONCE_BYTES - 1


def seal_file(source: BinaryIO, target: BinaryIO, *, group: UUID, context: str) -> int:
    """Encrypt everything from source to target. Returns the plain length in bytes.

    Raises keys.VaultLocked.
    """
    key = keys.group_key(group)
    suite = suites.by_name(settings.XINQIAO_VAULT_SUITE)
    head = MAGIC + bytes([VERSION, suite.number]) + cells.key_id(key)
    head += secrets.token_bytes(SALT_BYTES)
    target.write(head)
    file_key, aad, length = _file_key(key, head), _aad(head, context), 0
    for number, chunk, is_last in _chunks(source, CHUNK_BYTES):
        target.write(suite.encrypt(file_key, _nonce(number, is_last), chunk, aad))
        length += len(chunk)
    return length


def reveal_file(source: BinaryIO, *, group: UUID, context: str) -> Iterator[bytes]:
    """The plain chunks of a sealed file, each checked before it is given out.

    A cut file gives its first chunks and then fails: use nothing before the end is reached.
    Raises BadCell, keys.VaultLocked.
    """
    key, head = keys.existing_key(group), source.read(HEAD_BYTES)
    suite = _suite(head, key)
    file_key, aad = _file_key(key, head), _aad(head, context)
    for number, chunk, is_last in _chunks(source, CHUNK_BYTES + suites.TAG_BYTES):
        try:
            yield suite.decrypt(file_key, _nonce(number, is_last), chunk, aad)
        except (InvalidTag, ValueError) as error:
            raise BadCell("加密文件被改动过、截断过，或不属于这个位置。") from error


def _suite(head: bytes, key: bytes) -> suites.Suite:
    if len(head) != HEAD_BYTES or head[:5] != MAGIC + bytes([VERSION]):
        raise BadCell("加密文件的格式不认识。")
    if head[6 : 6 + cells.KEY_ID_BYTES] != cells.key_id(key):
        raise BadCell("加密文件是用另一把数据密钥加密的。")
    try:
        return suites.get(head[5])
    except LookupError as error:
        raise BadCell("加密文件的算法不认识。") from error


def _file_key(key: bytes, head: bytes) -> bytes:
    return suites.derived(key, f"file|{head.hex()}")


def _aad(head: bytes, context: str) -> bytes:
    return head + context.encode()


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(COUNTER_BYTES, "big") + bytes([is_last])


def _chunks(source: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Every chunk with its number and whether it is the last; an empty file is one empty chunk."""
    number, chunk = 0, _read(source, size)
    while True:
        following = _read(source, size) if len(chunk) == size else b""
        yield number, chunk, not following
        if not following:
            return
        number, chunk = number + 1, following


def _read(source: BinaryIO, size: int) -> bytes:
    """Exactly ``size`` bytes unless the source ends: a raw stream may give fewer at a time."""
    parts = []
    while size and (part := source.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)
