"""Every refusal at start, and that none is made without reason."""

import stat
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection

from xinqiao.config import checks, options
from xinqiao.config.commands import migrate, terminal

LONG = "x" * 64


@pytest.fixture
def safe(tmp_path):
    """Options of an installation that may start."""
    (tmp_path / "keys").mkdir()
    for path in (tmp_path / "secret.key", tmp_path / "keys" / "vault.key"):
        path.write_text(LONG)
        path.chmod(0o400)
    return options.load(tmp_path, environ={})


def changed(safe, **values):
    return options.Options(data=safe.data, values={**safe.values, **values})


def codes(refusals):
    return [refusal.code for refusal in refusals]


def test_a_safe_installation_starts(safe):
    assert checks.before_django(safe) == []


def test_a_missing_secret_is_refused(safe):
    refusals = list(checks.secrets_are_safe(changed(safe, secret_key="")))

    assert codes(refusals) == ["secret-missing"]
    assert "xinqiao init" in refusals[0].remedy


def test_a_short_secret_is_refused(safe):
    assert codes(checks.secrets_are_safe(changed(safe, secret_key="short"))) == ["secret-short"]


def test_a_missing_master_key_is_refused(safe):
    gone = changed(safe, vault_key=str(safe.data / "gone.key"))

    assert codes(checks.secrets_are_safe(gone)) == ["vault-key-missing"]


@pytest.mark.parametrize("name", ["secret.key", "keys/vault.key"])
@pytest.mark.parametrize("mode", [0o440, 0o404, 0o644])
def test_a_key_file_that_others_can_read_is_refused(safe, name, mode):
    (safe.data / name).chmod(mode)

    refusals = list(checks.secrets_are_safe(safe))

    assert codes(refusals) == ["key-file-open"]
    assert "chmod 400" in refusals[0].remedy


@pytest.mark.parametrize("setting", ["debug", "demo"])
def test_production_refuses_what_is_for_trying_out(safe, setting):
    assert checks.before_django(changed(safe, profile="production")) == []
    assert codes(checks.before_django(changed(safe, profile="production", **{setting: True}))) == [
        f"{setting}-in-production"
    ]
    assert checks.before_django(changed(safe, **{setting: True})) == []


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        pytest.param((5, 2, 18, "final", 0), ["library-old"], id="one below the floor"),
        pytest.param((5, 2, 19, "final", 0), [], id="the floor"),
        pytest.param((6, 0, 0, "final", 0), [], id="a later series"),
    ],
)
def test_a_library_below_its_floor_is_refused(version, expected):
    assert codes(checks.version_is_enough("Django", version, checks.DJANGO_FLOOR)) == expected


@pytest.mark.parametrize("name", list(checks.HASHES))
def test_each_hash_is_there_and_its_absence_is_refused(name):
    def broken():
        raise ValueError

    assert list(checks.hashes_are_there({name: checks.HASHES[name]})) == []
    assert codes(checks.hashes_are_there({name: broken})) == ["hash-missing"]


class FakeSqlite:
    """A connection that answers two pragmas."""

    vendor = "sqlite"

    def __init__(self, version, journal, synchronous):
        self.Database = SimpleNamespace(sqlite_version_info=version)
        self.answers = {"PRAGMA journal_mode": journal, "PRAGMA synchronous": synchronous}

    def cursor(self):
        return self

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def execute(self, sql):
        self.row = (self.answers[sql],)

    def fetchone(self):
        return self.row


@pytest.mark.parametrize(
    ("version", "journal", "synchronous", "expected"),
    [
        pytest.param((3, 51, 3), "wal", 2, [], id="new enough and FULL"),
        pytest.param((3, 51, 3), "wal", 3, [], id="EXTRA is more than FULL"),
        pytest.param((3, 51, 2), "wal", 2, ["sqlite-old"], id="too old for WAL"),
        pytest.param((3, 40, 1), "delete", 2, [], id="old without WAL"),
        pytest.param((3, 53, 4), "wal", 1, ["sqlite-not-synchronous"], id="NORMAL"),
        pytest.param((3, 53, 4), "wal", 0, ["sqlite-not-synchronous"], id="OFF"),
    ],
)
def test_sqlite_that_may_lose_data_is_refused(version, journal, synchronous, expected):
    assert codes(checks.sqlite_is_safe(FakeSqlite(version, journal, synchronous))) == expected


def test_postgresql_is_not_asked_for_pragmas():
    assert list(checks.sqlite_is_safe(SimpleNamespace(vendor="postgresql"))) == []


def test_an_unreachable_database_is_refused_with_its_reason():
    def fail():
        raise OperationalError("connection refused\nmore")

    refusals = checks.of_database(SimpleNamespace(ensure_connection=fail))

    assert codes(refusals) == ["database-away"]
    assert "connection refused。" in refusals[0].problem


@pytest.mark.django_db
def test_a_migrated_database_starts_and_an_unapplied_migration_is_refused():
    assert list(checks.migrations_are_applied(connection)) == []

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'jobs'")

    assert codes(checks.migrations_are_applied(connection)) == ["migrations-missing"]


@pytest.mark.django_db
def test_a_database_of_a_later_version_or_another_program_is_refused():
    assert checks.of_shape(connection) == []

    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('thesis', '0001_initial', '2026-01-01 00:00:00')"
        )

    refusals = checks.of_shape(connection)
    assert codes(refusals) == ["database-newer"]
    assert refusals[0] in checks.of_database(connection)
    assert "thesis.0001_initial" in refusals[0].problem
    assert "--data" in refusals[0].remedy


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        pytest.param(
            "ALTER TABLE notifications_notification RENAME COLUMN once_key TO o", id="column"
        ),
        pytest.param("ALTER TABLE notifications_notification RENAME TO notes", id="table"),
    ],
)
def test_a_database_whose_migration_was_rewritten_is_refused_and_not_migrated(change):
    with connection.cursor() as cursor:
        cursor.execute(change)

    with pytest.raises(terminal.Refused) as refused:
        migrate.bring_up_to_date()

    assert codes(refused.value.refusals) == ["database-outdated"]
    assert "notifications_notification" in refused.value.refusals[0].problem
    assert "--reset" in refused.value.refusals[0].remedy


@pytest.mark.django_db
def test_an_app_that_is_not_migrated_yet_is_not_called_outdated():
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'notifications'")
        cursor.execute("ALTER TABLE notifications_notification RENAME TO notes")

    assert checks.of_shape(connection) == []
    assert codes(checks.migrations_are_applied(connection)) == ["migrations-missing"]


def test_every_refusal_is_explained_in_the_manual(settings):
    source = (settings.BASE / "xinqiao/config/checks.py").read_text(encoding="utf-8")
    manual = (settings.BASE / "docs/operations/start-refusals.md").read_text(encoding="utf-8")
    known = {line.strip().strip('",') for line in source.splitlines() if line.strip()[:1] == '"'}
    wanted = {text for text in known if text.replace("-", "").isalpha() and text.isascii()}

    assert {"secret-missing", "sqlite-old", "migrations-missing"} <= wanted
    assert [code for code in sorted(wanted) if f"`{code}`" not in manual] == []


def test_a_key_that_is_made_is_private(tmp_path):
    assert options.write_secret(tmp_path)
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o400
    assert not options.write_secret(tmp_path)
