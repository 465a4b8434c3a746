"""The data folder: whose it is, and that only one server works on it.

Only a folder that carries our mark is ever wiped. ``bin/start`` runs this module to wipe a
folder or to begin a new one with the demo county.
"""

import fcntl
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from xinqiao.config import options

MARK = ".xinqiao"
LOCK = "serve.lock"
DEMO_BEGUN = "demo.begun"
MAY_STAND_BEFORE = {"xinqiao.toml", DEMO_BEGUN}


class NotOurs(Exception):
    """The folder was not made by Xinqiao, or is in use."""


def claim(folder: Path) -> bool:
    """Make the folder and mark it as ours. Returns whether it is new. Raises NotOurs."""
    if is_ours(folder):
        return False
    if folder.exists() and any(path.name not in MAY_STAND_BEFORE for path in folder.iterdir()):
        raise NotOurs(f"{folder} 不是空目录，也不是心桥建立的。请另选数据目录（--data）。")
    folder.mkdir(parents=True, exist_ok=True)
    os.chmod(folder, 0o750)  # noqa: S103 (the group may read; keys are 0400)
    (folder / MARK).write_text("心桥的数据目录，由 xinqiao init 建立。\n", encoding="utf-8")
    return True


def database_is_used(address: str) -> bool:
    """Whether the PostgreSQL database holds tables of ours; one that is gone does not."""
    import psycopg

    try:
        with psycopg.connect(address, connect_timeout=5) as connection:
            row = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
    except psycopg.OperationalError as error:
        if "does not exist" in str(error):
            return False
        raise NotOurs(f"连不上数据库，不能确认它是空的：{error}") from error
    return row is not None and row[0] is not None


def is_ours(folder: Path) -> bool:
    """Whether the folder carries our mark."""
    return (folder / MARK).is_file()


def wipe(folder: Path) -> None:
    """Delete a folder of ours, unless a database elsewhere needs its keys. Raises NotOurs."""
    if not folder.exists():
        return
    if not is_ours(folder):
        raise NotOurs(f"{folder} 不是心桥建立的目录，不能清空。")
    address = options.load(folder).database
    if address and database_is_used(address):
        raise NotOurs(
            "数据在 PostgreSQL 里，密钥在数据目录里，不能只清空数据目录。"
            "请先 dropdb 再 createdb 这个库，然后再用 --reset。"
        )
    with lock(folder):
        shutil.rmtree(folder)


def lock(folder: Path) -> IO[str]:
    """Hold the folder while serving, until the file is closed. Raises NotOurs."""
    file = (folder / LOCK).open("a", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise NotOurs(f"{folder} 正被另一个心桥使用。请先停止它，或用 --data 另选目录。") from error
    return file


def begin_demo(folder: Path) -> None:
    """Make a new folder that is to hold the demo county. Raises NotOurs."""
    claim(folder)
    (folder / DEMO_BEGUN).touch()


def main(arguments: Sequence[str]) -> int:
    """What ``bin/start`` asks for: ``wipe FOLDER`` or ``begin-demo FOLDER``."""
    act, folder = arguments
    try:
        {"wipe": wipe, "begin-demo": begin_demo}[act](Path(folder))
    except (NotOurs, options.BadOption, OSError) as error:
        print(f"错误：{error}", file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
