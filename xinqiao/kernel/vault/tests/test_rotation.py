import uuid

import pytest

from xinqiao.kernel.accounts.tests.factories import NOW, UserFactory
from xinqiao.kernel.vault import cells, fields, keyfiles, keys, rotation
from xinqiao.kernel.vault.models import GroupKey, MasterKey

CONTEXT = "accounts.user|phone|1"


def sealed(count=3):
    groups = [uuid.uuid4() for _n in range(count)]
    return {group: cells.seal(str(group), group=group, context=CONTEXT) for group in groups}


def all_open(stored):
    return all(
        cells.reveal(cell, group=group, context=CONTEXT) == str(group)
        for group, cell in stored.items()
    )


def rotated():
    old, new = rotation.switch()
    steps = list(rotation.rewrap())
    return old, new, steps, rotation.retire(NOW)


def test_a_rotation_wraps_every_data_key_anew_and_touches_no_cell(settings, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    stored = sealed(5)

    old, new, steps, retired = rotated()

    assert steps == [2, 4, 5]
    assert retired == [old]
    assert set(GroupKey.objects.values_list("master", flat=True)) == {new}
    assert all_open(stored)
    assert rotation.waiting() == 0
    keys.check()


def test_the_old_key_file_may_go_once_it_is_retired(settings):
    stored = sealed()
    old, _new, _steps, _retired = rotated()
    path = keyfiles.ring()[old]
    assert path == settings.XINQIAO_VAULT_KEY

    second = rotated()
    keyfiles.ring()[second[0]].unlink()

    keys.check()
    assert all_open(stored)


def test_between_switch_and_wrapping_old_and_new_data_are_read_and_written():
    stored = sealed()
    old, new = rotation.switch()

    stored |= sealed(1)

    assert all_open(stored)
    keys.check()
    assert rotation.waiting() == 3
    assert {state.kid: state.data_keys for state in rotation.states()} == {old: 3, new: 1}
    assert rotation.retire(NOW) == []


def test_a_prepared_key_is_the_one_that_is_taken():
    keys.check()
    kid = keyfiles.create_next()
    assert rotation.prepared() == kid

    assert rotation.switch()[1] == kid
    assert rotation.prepared() == ""


def test_destroyed_keys_stay_destroyed():
    stored = sealed(2)
    group = next(iter(stored))
    cells.destroy_group(group, now=NOW)

    rotated()

    with pytest.raises(keys.KeyDestroyed):
        cells.reveal(stored[group], group=group, context=CONTEXT)


def test_a_second_rotation_at_the_same_time_is_refused(monkeypatch):
    stale = keys.current()
    rotation.switch()
    monkeypatch.setattr(rotation.keys, "current", lambda: stale)

    with pytest.raises(keys.VaultLocked, match="另一个轮换"):
        rotation.switch()
    assert MasterKey.objects.filter(is_current=True).count() == 1


def test_states_tell_a_file_that_the_database_does_not_know_and_one_that_is_not_here(settings):
    keys.check()
    kid = keyfiles.create_next()
    first = keyfiles.first_id()

    states = {state.kid: state for state in rotation.states()}

    assert states[first].is_current
    assert states[first].path == settings.XINQIAO_VAULT_KEY
    assert states[kid].created_at is None


# Cells


def with_phone(count):
    users = [UserFactory() for _n in range(count)]
    for number, user in enumerate(users):
        user.save(update_fields=fields.write(user, "phone", f"138000012{number:02}"))
    return users


def test_cells_are_sealed_anew_in_another_suite(settings, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    users = with_phone(3)
    UserFactory()
    settings.XINQIAO_VAULT_SUITE = "sm4"
    column = next(state for state in rotation.cell_states() if state.column.endswith("user.phone"))
    assert (column.cells, column.old) == (3, 3)

    assert list(rotation.reseal()) == [2, 3]

    column = next(state for state in rotation.cell_states() if state.column.endswith("user.phone"))
    assert (column.cells, column.old) == (3, 0)
    for number, user in enumerate(users):
        user.refresh_from_db()
        assert bytes(user.phone)[:2] == bytes([2, 2])
        assert fields.read(user, "phone") == f"138000012{number:02}"
