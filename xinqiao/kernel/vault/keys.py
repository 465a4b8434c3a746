"""Data keys, each wrapped by the current master key, and the check before a start."""

import datetime as dt
import secrets
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from django.conf import settings
from django.db import connection

from xinqiao.kernel.vault import keyfiles, suites
from xinqiao.kernel.vault.keyfiles import KeyDestroyed, VaultLocked, create
from xinqiao.kernel.vault.models import GroupKey, MasterKey

__all__ = ["KeyDestroyed", "VaultLocked", "check", "create", "destroy", "existing_key", "group_key"]

CANARY = b"xinqiao canary"


def group_key(group: UUID) -> bytes:
    """The data key of a group, made at its first use. Raises VaultLocked."""
    row = _row(group)
    if row is None:
        made = wrapped(secrets.token_bytes(suites.KEY_BYTES), group)
        row, _created = GroupKey.objects.get_or_create(group=group, defaults=made)
    return unwrapped(row)


def existing_key(group: UUID) -> bytes:
    """The data key of a group that must exist. Raises VaultLocked when it does not."""
    row = _row(group)
    if row is None:
        raise VaultLocked("找不到这组数据的密钥，内容不能读出。")
    return unwrapped(row)


def existing_keys(groups: list[UUID]) -> dict[UUID, bytes]:
    """The data keys of many groups by one query; destroyed ones are left out."""
    rows = GroupKey.objects.filter(group__in=groups, wrapped__isnull=False)
    masters = {kid: keyfiles.key(kid) for kid in {row.master_id for row in rows} if kid}
    return {row.group: _opened(row, masters.get(row.master_id or "")) for row in rows}


def destroy(group: UUID, now: dt.datetime) -> bool:
    """Shred a group's key. Returns whether there was one."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # what is deleted is overwritten, not only unlinked
            cursor.execute("PRAGMA secure_delete=ON")
    rows = GroupKey.objects.filter(group=group, wrapped__isnull=False)
    return bool(rows.update(wrapped=None, master=None, destroyed_at=now))


def wrapped(key: bytes, group: UUID, master: MasterKey | None = None) -> dict[str, Any]:
    """The columns of a data key under a master key, the current one unless another is given."""
    master = master or current()
    suite = suites.by_name(settings.XINQIAO_VAULT_SUITE)
    nonce = secrets.token_bytes(suites.NONCE_BYTES)
    sealed = suite.encrypt(keyfiles.key(master.kid), nonce, key, group.bytes)
    return {"wrapped": nonce + sealed, "suite": suite.number, "master": master}


def unwrapped(row: GroupKey) -> bytes:
    """The data key of a row. Raises VaultLocked, KeyDestroyed."""
    if row.wrapped is None:
        raise KeyDestroyed("这组数据的密钥已销毁，内容不能再读出。")
    return _opened(row, keyfiles.key(row.master_id or keyfiles.first_id()))


def current() -> MasterKey:
    """The master key that wraps new data keys. Raises VaultLocked."""
    return MasterKey.objects.filter(is_current=True).first() or _adopt()


def register(kid: str, *, is_current: bool) -> MasterKey:
    """Make a master key of this machine known to the database, with its canary."""
    suite = suites.get(1)
    nonce = secrets.token_bytes(suites.NONCE_BYTES)
    canary = nonce + suite.encrypt(keyfiles.key(kid), nonce, CANARY, kid.encode())
    row, _created = MasterKey.objects.get_or_create(
        kid=kid, defaults={"canary": canary, "is_current": is_current}
    )
    return row


def check() -> None:
    """Open the canary of every master key in use; a wrong key must stop the start.

    Raises VaultLocked.
    """
    keyfiles.first_id()
    current()
    for row in MasterKey.objects.filter(retired_at__isnull=True):
        canary, key = bytes(row.canary), keyfiles.key(row.kid)
        nonce, sealed = canary[: suites.NONCE_BYTES], canary[suites.NONCE_BYTES :]
        try:
            suites.get(1).decrypt(key, nonce, sealed, row.kid.encode())
        except InvalidTag as error:
            raise VaultLocked(f"主密钥 {row.kid} 打不开数据库里的校验密文。") from error


def _adopt() -> MasterKey:
    """Register the first master key, and the data keys that were wrapped before keys had ids."""
    kid = keyfiles.first_id()
    waiting = GroupKey.objects.filter(master=None, wrapped__isnull=False)
    row = waiting.first()
    if row is not None:
        unwrapped(row)
    master = register(kid, is_current=True)
    waiting.update(master=master)
    return master


def _row(group: UUID) -> GroupKey | None:
    return GroupKey.objects.filter(group=group).first()


def _opened(row: GroupKey, master: bytes | None) -> bytes:
    stored = bytes(row.wrapped or b"")
    nonce, sealed = stored[: suites.NONCE_BYTES], stored[suites.NONCE_BYTES :]
    key = master or keyfiles.key(keyfiles.first_id())
    try:
        return suites.get(row.suite).decrypt(key, nonce, sealed, row.group.bytes)
    except InvalidTag as error:
        raise VaultLocked("主密钥与数据不符，请使用与本数据库配套的主密钥文件。") from error
