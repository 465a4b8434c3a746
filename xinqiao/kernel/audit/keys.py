"""The key that signs checkpoints: a file outside the database, made at the first seal."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from xinqiao.kernel.tlog.notes import BadKey, Signer

FILE_NAME = "audit.key"


class SigningKeyMissing(Exception):
    """Checkpoints exist but not the key that signed them."""


def path() -> Path:
    """Where the signing key lies."""
    folder: Path = settings.XINQIAO_DATA / "keys"
    return folder / FILE_NAME


def load() -> Signer:
    """The signing key; its name is the name of the log. Raises SigningKeyMissing."""
    try:
        return Signer.parse(path().read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise SigningKeyMissing(f"找不到审计签名密钥 {path()}，请从备份恢复。") from error
    except (BadKey, UnicodeDecodeError) as error:
        raise SigningKeyMissing(f"审计签名密钥 {path()} 已损坏，请从备份恢复。") from error


def create() -> Signer:
    """Make the key of a new log, readable by its owner only. Raises FileExistsError."""
    signer = Signer.generate(f"xinqiao-audit-{secrets.token_hex(4)}")
    path().parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path(), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(f"{signer.export()}\n")
        file.flush()
        os.fsync(file.fileno())
    return signer
