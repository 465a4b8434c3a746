"""``xinqiao migrate``: bring the database and the static files up to this version."""

import hashlib
from argparse import ArgumentParser, Namespace
from pathlib import Path

from xinqiao.config.commands.terminal import CommandFailed, refuse, say, start_django

NAME = "migrate"
HELP = "升级后执行数据库结构变更，更新静态文件（请先备份）"


def add_arguments(parser: ArgumentParser) -> None:
    """No arguments of its own."""


def run(chosen: Namespace) -> None:
    """Apply what is missing."""
    start_django(database=False)
    bring_up_to_date()


def bring_up_to_date() -> None:
    """Apply migrations and collect static files, each only if needed. Raises Refused."""
    from django.core.management import call_command
    from django.db import OperationalError, connection

    from xinqiao.config import checks

    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandFailed(f"连不上数据库：{str(error).strip().splitlines()[0]}") from error
    refuse(checks.of_shape(connection))
    if any(checks.migrations_are_applied(connection)):
        say("更新数据库结构……")
        call_command("migrate", interactive=False, verbosity=0)
    collect_static()


def collect_static() -> None:
    """Copy static files under hashed names, unless nothing has changed."""
    from django.conf import settings
    from django.core.management import call_command

    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    wanted = _fingerprint(settings.BASE)
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    say("整理静态文件……")
    call_command("collectstatic", interactive=False, verbosity=0, clear=stamp.parent.exists())
    stamp.write_text(wanted, encoding="ascii")


def _fingerprint(base: Path) -> str:
    """Changes with a library's version and with any of our own static files."""
    digest = hashlib.sha256()
    for path in sorted((base / "requirements").glob("*.txt")):
        digest.update(path.read_bytes())
    for path in sorted((base / "xinqiao").glob("*/*/static/**/*")):
        if path.is_file():
            digest.update(f"{path.relative_to(base)}:{path.stat().st_mtime_ns};".encode())
    return digest.hexdigest()
