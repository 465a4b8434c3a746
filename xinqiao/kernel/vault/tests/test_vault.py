import uuid
from pathlib import Path

import pytest

from xinqiao.kernel.vault import cells, keys

CONTEXT = "accounts.user|phone|1"


@pytest.fixture(autouse=True)
def _master_key(settings, tmp_path: Path, db):
    settings.XINQIAO_VAULT_KEY = tmp_path / "keys" / "vault.key"
    keys.create(settings.XINQIAO_VAULT_KEY)


def test_a_sealed_cell_opens_in_its_own_place_only():
    group = uuid.uuid4()
    cell = cells.seal("13800001234", group=group, context=CONTEXT)

    assert b"13800001234" not in cell
    assert cells.reveal(cell, group=group, context=CONTEXT) == "13800001234"
    with pytest.raises(cells.BadCell):
        cells.reveal(cell, group=group, context="accounts.user|phone|2")


@pytest.mark.parametrize("position", [2, 14, -1])
def test_one_changed_bit_is_refused(position):
    group = uuid.uuid4()
    cell = bytearray(cells.seal("一段文字", group=group, context=CONTEXT))
    cell[position] ^= 1

    with pytest.raises(cells.BadCell):
        cells.reveal(bytes(cell), group=group, context=CONTEXT)


def test_an_unknown_format_is_refused():
    with pytest.raises(cells.BadCell):
        cells.reveal(b"\x09\x09abc", group=uuid.uuid4(), context=CONTEXT)


def test_a_shredded_group_cannot_be_read_again():
    group = uuid.uuid4()
    cell = cells.seal("x", group=group, context=CONTEXT)

    assert cells.destroy_group(group)
    assert not cells.destroy_group(group)
    with pytest.raises(keys.VaultLocked):
        cells.reveal(cell, group=group, context=CONTEXT)


def test_the_master_key_is_written_once_and_only_its_owner_reads_it(settings):
    path = settings.XINQIAO_VAULT_KEY

    assert not keys.create(path)
    assert path.stat().st_mode & 0o777 == 0o400


def test_a_wrong_or_missing_master_key_stops_the_start(settings, tmp_path):
    cells.seal("x", group=uuid.uuid4(), context=CONTEXT)
    keys.check()

    settings.XINQIAO_VAULT_KEY = tmp_path / "other.key"
    with pytest.raises(keys.VaultLocked, match="找不到"):
        keys.check()
    keys.create(settings.XINQIAO_VAULT_KEY)
    with pytest.raises(keys.VaultLocked, match="不符"):
        keys.check()


def test_a_phone_is_masked():
    assert cells.mask_phone("13800001234") == "138****1234"
    assert cells.mask_phone("110") == "***"
