"""The triggers by which the database itself refuses to change or delete what was recorded.

There is no switch to lift them. A test that must empty its tables takes the triggers off around
the flush and puts them back (``tests/flushing.py``); nothing in the product can do that.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("audit_auditevent", "audit_auditseal", "audit_auditcheckpoint")
MESSAGE = "audit records are insert-only"
_KEYS = {
    "audit_auditevent": ("id",),
    "audit_auditseal": ("position", "event_id"),
    "audit_auditcheckpoint": ("size",),
}


def install_statements(vendor: str) -> list[str]:
    """SQL that puts every guard in place."""
    if vendor == "sqlite":
        return list(_sqlite_guards())
    return [
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{MESSAGE}'; END $$",
        *_postgresql_guards(),
    ]


def remove_statements(vendor: str) -> list[str]:
    """SQL that takes every guard away: for the reverse migration and for tests."""
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}" for name in expected("sqlite")]
    return ["DROP FUNCTION IF EXISTS audit_refuse() CASCADE"]


def _sqlite_guards() -> Iterator[str]:
    """REPLACE deletes without firing a DELETE trigger, so an insert over a row is refused too."""
    for table in TABLES:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        yield f"CREATE TRIGGER IF NOT EXISTS {table}_no_update BEFORE UPDATE ON {table} {refuse}"
        yield f"CREATE TRIGGER IF NOT EXISTS {table}_no_delete BEFORE DELETE ON {table} {refuse}"
        clash = " OR ".join(f"{key} = NEW.{key}" for key in _KEYS[table])
        exists = f"EXISTS (SELECT 1 FROM {table} WHERE {clash})"  # noqa: S608 (our own names)
        when = f"BEFORE INSERT ON {table} WHEN {exists}"
        yield f"CREATE TRIGGER IF NOT EXISTS {table}_no_replace {when} {refuse}"


def _postgresql_guards() -> Iterator[str]:
    """ALWAYS: a session that plays the replica does not slip by."""
    for table in TABLES:
        for name, events, scope in (
            (f"{table}_no_change", "UPDATE OR DELETE", "ROW"),
            (f"{table}_no_truncate", "TRUNCATE", "STATEMENT"),
        ):
            yield (
                f"CREATE OR REPLACE TRIGGER {name} BEFORE {events} ON {table} "
                f"FOR EACH {scope} EXECUTE FUNCTION audit_refuse()"
            )
            yield f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}"


def expected(vendor: str) -> list[str]:
    """The names of all guards."""
    suffixes = ("update", "delete", "replace") if vendor == "sqlite" else ("change", "truncate")
    return [f"{table}_no_{suffix}" for table in TABLES for suffix in suffixes]


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """Guards that somebody dropped or disabled."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if connection.vendor != "sqlite":
        sql = "SELECT tgname FROM pg_trigger WHERE tgenabled = 'A'"
    with connection.cursor() as cursor:
        cursor.execute(sql)
        present = {name for (name,) in cursor.fetchall()}
    return [name for name in expected(connection.vendor) if name not in present]
