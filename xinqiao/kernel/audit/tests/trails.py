"""Events to seal, and the hand of somebody who owns the database."""

import datetime as dt

from django.db import connection

from xinqiao.kernel.audit import actions, guards, jobs

NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


def record(**facts):
    given = {"action": "test.done", "actor": None, "target": "对象", "at": NOW}
    return actions.record(**{**given, **facts})


def sealed(count, now=NOW):
    events = [record(after={"number": number}) for number in range(count)]
    jobs.seal(now=now)
    return events


def as_attacker(*statements):
    """Run statements as the owner of the database, guards off and on again."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET LOCAL session_replication_role = replica")
        for statement in guards.remove_statements(connection.vendor):
            cursor.execute(statement)
        for statement in statements:
            cursor.execute(statement)
        for statement in guards.install_statements(connection.vendor):
            cursor.execute(statement)
        if connection.vendor != "sqlite":
            cursor.execute("SET LOCAL session_replication_role = origin")
