import uuid

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from xinqiao.kernel.accounts.tests.factories import NOW
from xinqiao.kernel.vault import cells, indexes, keys
from xinqiao.kernel.vault.models import GroupKey

CONTEXT = "accounts.user|phone|1"
NONCES = slice(6, 18)


@pytest.fixture(params=["aes", "sm4"])
def group(request, settings):
    settings.XINQIAO_VAULT_SUITE = request.param
    return uuid.uuid4()


def test_a_sealed_cell_opens_in_its_own_place_only(group):
    cell = cells.seal("13800001234", group=group, context=CONTEXT)

    assert b"13800001234" not in cell
    assert cells.reveal(cell, group=group, context=CONTEXT) == "13800001234"
    with pytest.raises(cells.BadCell, match="位置"):
        cells.reveal(cell, group=group, context="accounts.user|phone|2")
    with pytest.raises(cells.BadCell, match="位置"):
        cells.reveal(cell, group=group, context="accounts.user|fax|1")


def test_one_changed_bit_anywhere_is_refused(group):
    cell = cells.seal("一段文字", group=group, context=CONTEXT)

    for position in range(len(cell)):
        changed = bytearray(cell)
        changed[position] ^= 1
        with pytest.raises(cells.BadCell):
            cells.reveal(bytes(changed), group=group, context=CONTEXT)


@pytest.mark.parametrize("cell", [b"", b"\x02", b"\x02\x01abc", b"\x09\x09abc", b"\x02\x09abcd"])
def test_what_is_no_cell_is_refused(group, cell):
    keys.group_key(group)

    with pytest.raises(cells.BadCell):
        cells.reveal(cell, group=group, context=CONTEXT)


def test_a_cell_of_another_group_is_named_as_such(group):
    cell, other = cells.seal("x", group=group, context=CONTEXT), uuid.uuid4()
    keys.group_key(other)

    with pytest.raises(cells.BadCell, match="另一把"):
        cells.reveal(cell, group=other, context=CONTEXT)


def test_no_nonce_is_used_twice():
    """200 000 here; a million were tried when this was written."""
    key = keys.group_key(uuid.uuid4())
    seen = {cells.seal_with(key, "x", context=CONTEXT)[NONCES] for _n in range(200_000)}

    assert len(seen) == 200_000


def test_a_cell_of_the_first_version_is_still_read():
    group, nonce = uuid.uuid4(), b"n" * 12
    old = AESGCM(keys.group_key(group)).encrypt(nonce, b"13800001234", CONTEXT.encode())

    cell = cells.FIRST_HEADER + nonce + old

    assert cells.reveal(cell, group=group, context=CONTEXT) == "13800001234"


def test_a_shredded_group_cannot_be_read_nor_silently_begun_anew():
    group = uuid.uuid4()
    cell = cells.seal("x", group=group, context=CONTEXT)

    assert cells.destroy_group(group, now=NOW)
    assert not cells.destroy_group(group, now=NOW)
    with pytest.raises(keys.KeyDestroyed, match="已销毁"):
        cells.reveal(cell, group=group, context=CONTEXT)
    with pytest.raises(keys.KeyDestroyed):
        cells.seal("y", group=group, context=CONTEXT)
    row = GroupKey.objects.get(group=group)
    assert (row.wrapped, row.destroyed_at) == (None, NOW)


def test_a_group_without_a_key_is_not_given_one_by_reading():
    with pytest.raises(keys.VaultLocked, match="找不到"):
        cells.reveal(b"x", group=uuid.uuid4(), context=CONTEXT)


# Blind indexes


def test_one_value_has_one_index_however_it_is_written():
    spellings = ["33010219900101123X", "３３０１０２ 19900101-123x"]
    found = {indexes.index(text, context="letters.letter|id_number") for text in spellings}

    assert len(found) == 1
    assert len(found.pop()) == 64
    assert indexes.index(" - ", context="letters.letter|id_number") == ""


def test_an_index_tells_nothing_without_its_key_nor_across_columns(settings, tmp_path):
    first = indexes.index("13800001234", context="a.a|phone")

    assert indexes.index("13800001234", context="a.b|phone") != first
    keys.destroy(indexes.INDEX_GROUP, NOW)
    GroupKey.objects.all().delete()
    assert indexes.index("13800001234", context="a.a|phone") != first
