"""Lifts the database's guard over the audit tables: for tests that must empty them, only there."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.conf import settings
from django.db import connection

TEST_SETTINGS = "xinqiao.config.settings.test"


class GuardStays(Exception):
    """Nobody lifts the guard outside the test suite."""


@contextmanager
def lifted() -> Iterator[None]:
    """Take the triggers away and put them back. Raises GuardStays outside the test settings."""
    if settings.SETTINGS_MODULE != TEST_SETTINGS:
        raise GuardStays
    migration = import_module("xinqiao.kernel.audit.migrations.0002_insert_only")
    with connection.schema_editor() as editor:
        migration.remove(None, editor)
    try:
        yield
    finally:
        with connection.schema_editor() as editor:
            migration.install(None, editor)
