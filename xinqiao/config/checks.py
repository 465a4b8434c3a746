"""What stops a start, each with words that tell what to do."""

import hashlib
import sqlite3
import stat
from collections.abc import Callable
from pathlib import Path

import django
import wagtail
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from xinqiao.config.options import SECRET_FILE
from xinqiao.kernel.vault import keys

SQLITE_FLOOR = (3, 51, 3)
DJANGO_FLOOR = (5, 2, 19)
WAGTAIL_FLOOR = (8, 0, 1)
HASHES = ("sha256", "sha512", "sm3")


def refusals(*, migrations: bool = True) -> list[str]:
    """Every reason not to start; empty when all is well."""
    found = [text for text in (check() for check in BEFORE_DATABASE) if text]
    if migrations and not found:
        text = check_migrations() or check_vault()
        found = [text] if text else []
    return found


def check_floors() -> str:
    if django.VERSION[:3] < DJANGO_FLOOR:
        return f"Django 版本 {django.__version__} 过低，请运行 bin/start 重新安装依赖。"
    if wagtail.VERSION[:3] < WAGTAIL_FLOOR:
        return f"Wagtail 版本 {wagtail.__version__} 过低，请运行 bin/start 重新安装依赖。"
    return ""


def check_secret() -> str:
    """The signing secret exists and only its owner reads it."""
    path = settings.XINQIAO_DATA / SECRET_FILE
    if not settings.SECRET_KEY:
        return f"缺少签名密钥。请运行 xinqiao init 生成 {path}，或设置环境变量 XINQIAO_SECRET_KEY。"
    return _too_open(path) or _too_open(settings.XINQIAO_VAULT_KEY)


def _too_open(path: Path) -> str:
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        return f"密钥文件 {path} 别人可读。请运行 chmod 400 {path}。"
    return ""


def check_hashes() -> str:
    """The hash algorithms that approvals, passwords and the log rest on."""
    missing = [name for name in HASHES if not has_hash(name)]
    if missing:
        return f"缺少散列算法：{'、'.join(missing)}。请更新 OpenSSL 到 3.0 以上，或换官方 Python。"
    return ""


def has_hash(name: str) -> bool:
    try:
        hashlib.new(name)
    except ValueError:
        return False
    return True


def check_production() -> str:
    """What a demo may do and production may not."""
    if settings.XINQIAO_PROFILE != "production":
        return ""
    if settings.DEBUG:
        return "生产环境不能打开调试（DEBUG）。请去掉 XINQIAO_DEBUG 或 debug 设置。"
    if settings.XINQIAO_DEMO:
        return "生产环境不能打开示范模式，登录页会列出口令。请去掉 XINQIAO_DEMO。"
    return ""


def check_sqlite() -> str:
    """WAL needs 3.51.3; NORMAL lost every acknowledged row in a power cut."""
    if settings.DATABASES[DEFAULT_DB_ALIAS]["ENGINE"] != "django.db.backends.sqlite3":
        return ""
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        journal = str(cursor.execute("PRAGMA journal_mode").fetchone()[0])
        synchronous = int(cursor.execute("PRAGMA synchronous").fetchone()[0])
    return judge_sqlite(sqlite3.sqlite_version_info, journal, synchronous)


def judge_sqlite(version: tuple[int, ...], journal: str, synchronous: int) -> str:
    """Words for a SQLite that may lose data; ``synchronous`` as SQLite numbers it (2 = FULL)."""
    if journal == "wal" and version < SQLITE_FLOOR:
        number = ".".join(map(str, version))
        return (
            f"SQLite {number} 的 WAL 模式可能损坏数据，需要 3.51.3 以上。"
            "请安装 pysqlite3（bin/start 会装），或设置 XINQIAO_DATABASE 改用 PostgreSQL。"
        )
    if synchronous < 2:
        return "SQLite 的 synchronous 低于 FULL，断电会丢已确认的数据。请恢复默认的数据库设置。"
    return ""


def check_migrations() -> str:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        return f"数据库还有{len(plan)}个更新没有执行。请先备份，再运行 xinqiao migrate。"
    return ""


def check_vault() -> str:
    """The master key opens what is stored."""
    try:
        keys.check()
    except keys.VaultLocked as error:
        return str(error)
    return ""


BEFORE_DATABASE: tuple[Callable[[], str], ...] = (
    check_floors,
    check_secret,
    check_hashes,
    check_production,
    check_sqlite,
)
