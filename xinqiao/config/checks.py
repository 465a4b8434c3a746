"""Why Xinqiao refuses to start: each check answers with words that tell what to do.

``before_django`` needs only the options, ``of_database`` a connection. A check yields its
refusals; none means that all is well. docs/operations/start-refusals.md lists them.
"""

import hashlib
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xinqiao.config.options import Options

SQLITE_FLOOR = (3, 51, 3)  # below, WAL mode can corrupt a database
DJANGO_FLOOR = (5, 2, 19)
WAGTAIL_FLOOR = (8, 0, 1)
SYNCHRONOUS_FULL = 2  # NORMAL lost every acknowledged row in a power cut
SECRET_LENGTH = 50


@dataclass(frozen=True)
class Refusal:
    """One reason not to start: its code, what is wrong and what to do."""

    code: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"[{self.code}] {self.problem}{self.remedy}"


def before_django(options: Options) -> list[Refusal]:
    """Everything that can be seen before Django is loaded."""
    import django
    import wagtail

    return [
        *secrets_are_safe(options),
        *profile_is_safe(options),
        *version_is_enough("Django", django.VERSION, DJANGO_FLOOR),
        *version_is_enough("Wagtail", wagtail.VERSION, WAGTAIL_FLOOR),
        *hashes_are_there(HASHES),
    ]


def of_database(connection: Any) -> list[Refusal]:
    """Everything that needs the database."""
    away = list(database_answers(connection))
    return away or [
        *sqlite_is_safe(connection),
        *(of_shape(connection) or list(migrations_are_applied(connection)) or vault_opens()),
    ]


def of_shape(connection: Any) -> list[Refusal]:
    """Whether this database can be worked on, or brought up, by this version at all."""
    return list(migrations_are_known(connection)) or list(tables_have_their_columns(connection))


def database_answers(connection: Any) -> Iterator[Refusal]:
    """The database can be reached."""
    from django.db import OperationalError

    try:
        connection.ensure_connection()
    except OperationalError as error:
        yield Refusal(
            "database-away",
            f"连不上数据库：{str(error).strip().splitlines()[0]}。",
            "请确认数据库已启动，XINQIAO_DATABASE 的地址、用户和口令正确。",
        )


def secrets_are_safe(options: Options) -> Iterator[Refusal]:
    """The signing secret is there and long, and nobody else can read a key file."""
    if not options.secret_key:
        yield Refusal(
            "secret-missing",
            f"没有签名密钥（{options.secret_file}）。",
            "请运行 xinqiao init 生成，或设置 XINQIAO_SECRET_KEY。",
        )
    elif len(options.secret_key) < SECRET_LENGTH:
        yield Refusal(
            "secret-short",
            f"签名密钥不足 {SECRET_LENGTH} 个字符。",
            "请换成随机长密钥，或删去 XINQIAO_SECRET_KEY 后运行 xinqiao init。",
        )
    vault = Path(options.vault_key)
    if not vault.exists():
        yield Refusal(
            "vault-key-missing",
            f"没有主密钥文件（{vault}）。",
            "新装请运行 xinqiao init；已有数据的，请从备份恢复原文件，换新密钥读不出已加密的内容。",
        )
    others = (options.data / "keys" / "audit.key", *vault.parent.glob("vault-*.key"))
    for path in (options.secret_file, vault, *others):
        yield from file_is_private(path)


def file_is_private(path: Path) -> Iterator[Refusal]:
    """No one but its owner can read a key file."""
    if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield Refusal("key-file-open", f"{path} 可被其他用户读取。", f"请运行 chmod 400 {path}。")


def profile_is_safe(options: Options) -> Iterator[Refusal]:
    """Nothing meant for trying out is on in production."""
    if options.profile != "production":
        return
    if options.debug:
        yield Refusal(
            "debug-in-production",
            "生产环境打开了调试页（DEBUG）。",
            "请把 debug（XINQIAO_DEBUG）设为 false。",
        )
    if options.demo:
        yield Refusal(
            "demo-in-production",
            "生产环境打开了示范县模式，登录页会列出账号和口令。",
            "请把 demo（XINQIAO_DEMO）设为 false，并使用不含示范数据的数据目录。",
        )


def version_is_enough(
    name: str, version: Iterable[Any], floor: tuple[int, ...]
) -> Iterator[Refusal]:
    """A library is not older than the first version without its known holes."""
    numbers = tuple(version)[: len(floor)]
    if numbers < floor:
        yield Refusal(
            "library-old",
            f"{name} {_dotted(numbers)} 低于 {_dotted(floor)}，有已公开的漏洞。",
            "请重新运行 bin/start，或按 requirements/base.txt 安装。",
        )


def _sm3() -> None:
    from cryptography.hazmat.primitives import hashes

    hashes.Hash(hashes.SM3()).finalize()


def _argon2() -> None:
    from argon2 import PasswordHasher

    PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash("")


HASHES: dict[str, Callable[[], Any]] = {
    "SHA-256": lambda: hashlib.sha256(b"").digest(),
    "SM3": _sm3,
    "Argon2": _argon2,
}


def hashes_are_there(hashes: dict[str, Callable[[], Any]]) -> Iterator[Refusal]:
    """Every hash that approvals, logs and passwords stand on can be computed."""
    for name, compute in hashes.items():
        try:
            compute()
        except Exception as error:  # noqa: BLE001 - whatever fails, the algorithm is not there
            yield Refusal(
                "hash-missing",
                f"缺少散列算法 {name}（{type(error).__name__}）。",
                "请按 requirements/base.txt 重新安装 cryptography 和 argon2-cffi；"
                "系统的 OpenSSL 若禁用了它，请更新到 3.0 以上。",
            )


def sqlite_is_safe(connection: Any) -> Iterator[Refusal]:
    """SQLite in WAL mode is new enough, and a commit is on disk before it is answered."""
    if connection.vendor != "sqlite":
        return
    version = tuple(connection.Database.sqlite_version_info)
    if _pragma(connection, "journal_mode") == "wal" and version < SQLITE_FLOOR:
        yield Refusal(
            "sqlite-old",
            f"SQLite {_dotted(version)} 低于 {_dotted(SQLITE_FLOOR)}，WAL 模式可能损坏数据库。",
            "请安装 pysqlite3（bin/start 会装）；没有适用安装包的机器请改用 PostgreSQL："
            "设置 XINQIAO_DATABASE。",
        )
    if int(_pragma(connection, "synchronous")) < SYNCHRONOUS_FULL:
        yield Refusal(
            "sqlite-not-synchronous",
            "SQLite 的 synchronous 低于 FULL，断电会丢失已确认的数据。",
            "请去掉对它的改动，恢复为 synchronous=FULL。",
        )


def migrations_are_applied(connection: Any) -> Iterator[Refusal]:
    """The database has the shape that this version expects."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        yield Refusal(
            "migrations-missing",
            f"数据库还有 {len(missing)} 项结构变更没有执行。",
            "请先备份，再运行 xinqiao migrate。",
        )


def migrations_are_known(connection: Any) -> Iterator[Refusal]:
    """The database was not shaped by a later version, nor by another program."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(connection)
    strange = sorted(set(loader.applied_migrations) - set(loader.disk_migrations))
    if strange:
        app, name = strange[0]
        yield Refusal(
            "database-newer",
            f"数据库有 {len(strange)} 项本版本不认识的结构变更（如 {app}.{name}）："
            "它属于更新的版本或别的程序。",
            "请换用与数据相配的版本，或用 --data 另选数据目录；不要降级使用。",
        )


def tables_have_their_columns(connection: Any) -> Iterator[Refusal]:
    """Where all is applied, the tables are as this version makes them.

    Before the first release a migration was rewritten under its name: such a database says that
    it is up to date and is not.
    """
    from django.apps import apps

    pending = _apps_to_migrate(connection)
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for model in apps.get_models():
            known = model.__module__.startswith("xinqiao.") and model._meta.managed
            if known and model._meta.app_label not in pending:
                lacking = _lacking(connection, cursor, model, tables)
                if lacking:
                    yield Refusal(
                        "database-outdated",
                        f"数据由正式发布前的旧版本建立，不能沿用（{lacking}）。",
                        "请另选数据目录（--data），或确认不再需要后用 bin/start --reset 重建；"
                        "PostgreSQL 请用新建的库。",
                    )
                    return


def _apps_to_migrate(connection: Any) -> set[str]:
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {migration.app_label for migration, _backwards in plan}


def _lacking(connection: Any, cursor: Any, model: Any, tables: set[str]) -> str:
    """The first table or column of a model that is not there; empty when all are."""
    table = model._meta.db_table
    if table not in tables:
        return str(table)
    described = connection.introspection.get_table_description(cursor, table)
    there = {column.name for column in described}
    wanted = [field.column for field in model._meta.local_concrete_fields]
    return next((f"{table}.{column}" for column in wanted if column not in there), "")


def vault_opens() -> Iterator[Refusal]:
    """The master key opens what is stored."""
    from xinqiao.kernel.vault import keys

    try:
        keys.check()
    except keys.VaultLocked as error:
        yield Refusal("vault-locked", f"{error}", "请从备份恢复与本数据库配套的主密钥文件。")


def _pragma(connection: Any, name: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def _dotted(numbers: Iterable[Any]) -> str:
    return ".".join(str(number) for number in numbers)
