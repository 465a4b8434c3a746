"""Master keys: files that only their owner reads, outside the database and its backups.

The first is the file of the setting ``vault_key``; later ones stand beside it as
``vault-<id>.key``. A key's id is taken from the key itself, so no file can be mistaken for
another. A hardware module would take the place of ``key``: wrap and unwrap are all it is used for.
"""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

from xinqiao.kernel.vault.suites import KEY_BYTES

ID_LETTERS = 8
PATTERN = "vault-*.key"


class VaultLocked(Exception):
    """A key is missing, destroyed, or does not open what is stored."""


class KeyDestroyed(VaultLocked):
    """The data key was shredded on purpose."""


def create(path: Path) -> bool:
    """Write a new master key once, mode 0400. Returns whether it was created."""
    if path.exists():
        return False
    _write(path, secrets.token_bytes(KEY_BYTES))
    return True


def create_next() -> str:
    """Write one more master key beside the first. Returns its id."""
    content = secrets.token_bytes(KEY_BYTES)
    kid = key_id(content)
    _write(_first().with_name(f"vault-{kid}.key"), content)
    return kid


def key_id(content: bytes) -> str:
    """Eight hexadecimal digits that name a key without giving any of it away."""
    return hashlib.sha256(b"xinqiao master key\0" + content).hexdigest()[:ID_LETTERS]


def first_id() -> str:
    """The id of the key in the setting's file. Raises VaultLocked."""
    return key_id(_read(_first()))


def ring() -> dict[str, Path]:
    """Every master key on this machine by its id. Raises VaultLocked."""
    first = _first()
    paths = [first] if first.exists() else []
    paths += sorted(path for path in first.parent.glob(PATTERN) if path != first)
    return {key_id(_read(path)): path for path in paths}


def key(kid: str) -> bytes:
    """The master key of an id. Raises VaultLocked."""
    there = ring()
    if kid not in there:
        found = "、".join(there) or "空"
        raise VaultLocked(
            f"数据库用的主密钥是 {kid}，密钥目录 {_first().parent} 里没有它（有：{found}）。"
            "请放回与本数据库配套的主密钥文件。"
        )
    return _read(there[kid])


def _first() -> Path:
    path: Path = settings.XINQIAO_VAULT_KEY
    return path


def _read(path: Path) -> bytes:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise VaultLocked(
            f"找不到主密钥文件 {path}。请放回备份的密钥，或运行 xinqiao init 新建。"
        ) from error
    except PermissionError as error:
        raise VaultLocked(f"没有权限读取主密钥文件 {path}。") from error
    if len(content) != KEY_BYTES:
        raise VaultLocked(f"主密钥文件 {path} 已损坏：应为{KEY_BYTES}字节。")
    return content


def _write(path: Path, content: bytes) -> None:
    """Whole on the disk, with its place in the folder, or not there at all."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(partial, path)  # unlike a rename, never replaces a key
    finally:
        partial.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
