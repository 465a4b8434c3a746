"""The master key: a file only its owner reads, outside the database and its backups."""

import os
import secrets
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from xinqiao.kernel.vault.models import GroupKey

KEY_BYTES = 32
NONCE_BYTES = 12


class VaultLocked(Exception):
    """The master key is missing or does not open what is stored."""


def create(path: Path) -> bool:
    """Write a new master key once, mode 0400. Returns whether it was created."""
    if path.exists():
        return False
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "wb") as file:
        file.write(secrets.token_bytes(KEY_BYTES))
    return True


def group_key(group: UUID) -> bytes:
    """The data key of a group, made at its first use. Raises VaultLocked."""
    row, _created = GroupKey.objects.get_or_create(
        group=group, defaults={"wrapped": _wrap(secrets.token_bytes(KEY_BYTES), group)}
    )
    return _unwrap(bytes(row.wrapped), group)


def existing_key(group: UUID) -> bytes:
    """The data key of a group that must exist. Raises VaultLocked when it was shredded."""
    row = GroupKey.objects.filter(group=group).first()
    if row is None:
        raise VaultLocked("这组数据的密钥已销毁，内容不能再读出。")
    return _unwrap(bytes(row.wrapped), group)


def check() -> None:
    """Open one stored key; a wrong master key must stop the start. Raises VaultLocked."""
    _master()
    row = GroupKey.objects.first()
    if row is not None:
        _unwrap(bytes(row.wrapped), row.group)


def _master() -> AESGCM:
    path = settings.XINQIAO_VAULT_KEY
    if not path.exists():
        raise VaultLocked(f"找不到主密钥文件 {path}。请放回备份的密钥，或运行 xinqiao init 新建。")
    return AESGCM(path.read_bytes())


def _wrap(key: bytes, group: UUID) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + _master().encrypt(nonce, key, group.bytes)


def _unwrap(wrapped: bytes, group: UUID) -> bytes:
    try:
        return _master().decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], group.bytes)
    except InvalidTag as error:
        raise VaultLocked("主密钥与数据不符，请使用与本数据库配套的主密钥文件。") from error
