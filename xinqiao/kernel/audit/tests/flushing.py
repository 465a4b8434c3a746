"""Lets tests with real transactions empty their tables, guards and all.

Django flushes a test database with DELETE or TRUNCATE, which the guards refuse. Around that one
act they are taken off and put back. This lives in the test package, so the product holds no
switch that somebody might find (docs/decisions/0010-audit-seal.md).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.operations import BaseDatabaseOperations

from xinqiao.kernel.audit import guards


@contextmanager
def flushable() -> Iterator[None]:
    """While this lasts, flushing the test database works on every connection."""
    original = BaseDatabaseOperations.execute_sql_flush

    def execute_sql_flush(self, sql_list):
        if not set(guards.TABLES) <= set(self.connection.introspection.table_names()):
            return original(self, sql_list)
        vendor = self.connection.vendor
        bare = guards.remove_statements(vendor)
        return original(self, [*bare, *sql_list, *guards.install_statements(vendor)])

    BaseDatabaseOperations.execute_sql_flush = execute_sql_flush
    try:
        yield
    finally:
        BaseDatabaseOperations.execute_sql_flush = original
