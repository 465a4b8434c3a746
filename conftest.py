"""What every test of the tree needs; fixtures of one package stand in that package."""

import pytest
from django.conf import settings

from xinqiao.kernel.audit.tests.flushing import flushable
from xinqiao.kernel.vault import keys


@pytest.fixture(scope="session", autouse=True)
def _flush_audit_tables_too():
    """The audit trail is insert-only; only the flush between tests may empty it."""
    with flushable():
        yield


@pytest.fixture(scope="session", autouse=True)
def _master_key():
    """A master key in the throw-away data folder, as ``xinqiao init`` would make it."""
    keys.create(settings.XINQIAO_VAULT_KEY)
