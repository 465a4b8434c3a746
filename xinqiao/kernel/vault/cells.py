"""Sealed cells: AES-256-GCM, bound to the place they stand in.

A cell is ``version(1) | suite(1) | nonce(12) | ciphertext and tag``. The context (for
instance ``accounts.user|phone|7``) is authenticated, so a cell moved to another row fails.
"""

import secrets
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from xinqiao.kernel.vault import keys
from xinqiao.kernel.vault.models import GroupKey

HEADER = bytes([1, 1])  # version 1, suite 1 = AES-256-GCM


class BadCell(Exception):
    """A cell was changed, moved or sealed under another key."""


def seal(text: str, *, group: UUID, context: str) -> bytes:
    """Encrypt a text for one place. Raises keys.VaultLocked."""
    nonce = secrets.token_bytes(keys.NONCE_BYTES)
    sealed = AESGCM(keys.group_key(group)).encrypt(nonce, text.encode(), context.encode())
    return HEADER + nonce + sealed


def reveal(cell: bytes, *, group: UUID, context: str) -> str:
    """Decrypt a cell from its own place. Raises BadCell, keys.VaultLocked."""
    cell = bytes(cell)
    if cell[:2] != HEADER:
        raise BadCell("密文格式不认识。")
    nonce, sealed = cell[2 : 2 + keys.NONCE_BYTES], cell[2 + keys.NONCE_BYTES :]
    try:
        return AESGCM(keys.existing_key(group)).decrypt(nonce, sealed, context.encode()).decode()
    except InvalidTag as error:
        raise BadCell("密文被改动过，或不属于这个位置。") from error


def destroy_group(group: UUID) -> bool:
    """Shred everything sealed under a group. Returns whether there was a key."""
    deleted, _rows = GroupKey.objects.filter(group=group).delete()
    return deleted > 0


def mask_phone(text: str) -> str:
    """Keep the first three and the last four digits: 138****1234."""
    return f"{text[:3]}****{text[-4:]}" if len(text) >= 11 else "*" * len(text)
