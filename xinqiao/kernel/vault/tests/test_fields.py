import pytest

from xinqiao.kernel.accounts.tests.factories import NOW, UserFactory
from xinqiao.kernel.vault import cells, fields, keys

PHONE = "13800001234"


def with_phone(text=PHONE):
    user = UserFactory()
    user.save(update_fields=fields.write(user, "phone", text))
    user.refresh_from_db()
    return user


def test_a_record_is_sealed_read_masked_and_found():
    user = with_phone()

    assert PHONE.encode() not in bytes(user.phone)
    assert fields.read(user, "phone") == PHONE
    assert fields.masked(user, "phone") == "138****1234"
    found = type(user).objects.get(
        phone_index=fields.index_of(type(user), "phone", "138 0000 1234")
    )
    assert found == user


def test_nothing_is_stored_for_nothing():
    user = with_phone("")

    assert (user.phone, user.phone_index) == (None, "")
    assert fields.read(user, "phone") == fields.masked(user, "phone") == ""


def test_a_cell_put_into_another_row_does_not_open():
    one, other = with_phone(), with_phone("13900005678")
    other.phone = one.phone

    with pytest.raises(cells.BadCell):
        fields.read(other, "phone")
    other.vault_group = one.vault_group
    with pytest.raises(cells.BadCell):
        fields.read(other, "phone")


def test_many_are_masked_with_one_query(django_assert_num_queries):
    users = [with_phone(f"138000012{n:02}") for n in range(5)]
    shredded, without = with_phone(), UserFactory()
    keys.destroy(shredded.vault_group, NOW)

    with django_assert_num_queries(1):
        shown = fields.masked_all([*users, shredded, without], "phone")

    assert shown == {user.pk: f"138****12{n:02}" for n, user in enumerate(users)}
    assert fields.masked(shredded, "phone") == ""


def test_an_unsaved_record_and_a_plain_column_are_refused():
    with pytest.raises(ValueError, match="save the record"):
        fields.write(UserFactory.build(organisation=None), "phone", PHONE)
    with pytest.raises(TypeError, match="not sealed"):
        fields.masked(with_phone(), "name")
