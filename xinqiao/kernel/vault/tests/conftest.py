"""Each test has a master key of its own, in an empty database."""

from pathlib import Path

import pytest

from xinqiao.kernel.vault import keys


@pytest.fixture(autouse=True)
def _own_master_key(settings, tmp_path: Path, db):
    settings.XINQIAO_VAULT_KEY = tmp_path / "keys" / "vault.key"
    settings.XINQIAO_VAULT_SUITE = "aes"
    keys.create(settings.XINQIAO_VAULT_KEY)
