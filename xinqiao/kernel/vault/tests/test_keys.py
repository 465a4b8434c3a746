import uuid

import pytest

from xinqiao.kernel.vault import cells, keyfiles, keys, suites
from xinqiao.kernel.vault.models import GroupKey, MasterKey

CONTEXT = "accounts.user|phone|1"


def put_other_key(settings, tmp_path):
    settings.XINQIAO_VAULT_KEY = tmp_path / "others" / "vault.key"
    keys.create(settings.XINQIAO_VAULT_KEY)


def test_the_master_key_is_written_once_and_only_its_owner_reads_it(settings):
    path = settings.XINQIAO_VAULT_KEY
    before = path.read_bytes()

    assert not keys.create(path)
    assert path.read_bytes() == before
    assert path.stat().st_mode & 0o777 == 0o400
    assert [file.name for file in path.parent.iterdir()] == ["vault.key"]


def test_the_next_master_key_stands_beside_the_first_under_its_own_id(settings):
    kid = keyfiles.create_next()

    path = settings.XINQIAO_VAULT_KEY.with_name(f"vault-{kid}.key")
    assert path.stat().st_mode & 0o777 == 0o400
    assert set(keyfiles.ring()) == {kid, keyfiles.first_id()}
    assert keyfiles.key_id(keyfiles.key(kid)) == kid


def test_a_missing_master_key_stops_the_start(settings, tmp_path):
    settings.XINQIAO_VAULT_KEY = tmp_path / "none.key"

    with pytest.raises(keys.VaultLocked, match="找不到主密钥文件"):
        keys.check()


def test_a_damaged_master_key_stops_the_start(settings, tmp_path):
    settings.XINQIAO_VAULT_KEY = tmp_path / "short.key"
    settings.XINQIAO_VAULT_KEY.write_bytes(b"short")

    with pytest.raises(keys.VaultLocked, match="已损坏"):
        keys.check()


def test_a_wrong_master_key_stops_the_start_before_anything_is_written(settings, tmp_path):
    cells.seal("x", group=uuid.uuid4(), context=CONTEXT)
    right = keyfiles.first_id()
    keys.check()
    put_other_key(settings, tmp_path)

    with pytest.raises(keys.VaultLocked, match=f"数据库用的主密钥是 {right}"):
        keys.check()
    with pytest.raises(keys.VaultLocked):
        cells.seal("y", group=uuid.uuid4(), context=CONTEXT)
    assert list(MasterKey.objects.values_list("kid", flat=True)) == [right]


def test_a_wrong_key_stops_even_an_installation_that_has_sealed_nothing_yet(settings, tmp_path):
    keys.check()
    put_other_key(settings, tmp_path)

    with pytest.raises(keys.VaultLocked):
        keys.check()


def test_a_spoilt_canary_stops_the_start():
    keys.check()
    MasterKey.objects.update(canary=b"n" * 40)

    with pytest.raises(keys.VaultLocked, match="校验密文"):
        keys.check()


def first_wrapping(group, master_file):
    """A data key as it was wrapped before keys had ids."""
    nonce, data_key = b"n" * 12, b"d" * 32
    wrapped = nonce + suites.get(1).encrypt(master_file.read_bytes(), nonce, data_key, group.bytes)
    return GroupKey.objects.create(group=group, wrapped=wrapped)


def test_data_keys_from_before_key_ids_are_adopted(settings):
    group = uuid.uuid4()
    row = first_wrapping(group, settings.XINQIAO_VAULT_KEY)
    assert keys.existing_keys([group]) == {group: b"d" * 32}

    keys.check()

    row.refresh_from_db()
    assert row.master_id == keyfiles.first_id()
    assert keys.existing_key(group) == b"d" * 32


def test_a_wrong_key_adopts_nothing(settings, tmp_path):
    first_wrapping(uuid.uuid4(), settings.XINQIAO_VAULT_KEY)
    put_other_key(settings, tmp_path)

    with pytest.raises(keys.VaultLocked, match="不符"):
        keys.check()
    assert not MasterKey.objects.exists()


def test_a_data_key_moved_to_another_group_does_not_open():
    one, other = uuid.uuid4(), uuid.uuid4()
    keys.group_key(one)
    keys.group_key(other)
    GroupKey.objects.filter(group=other).update(wrapped=GroupKey.objects.get(group=one).wrapped)

    with pytest.raises(keys.VaultLocked, match="不符"):
        keys.group_key(other)
