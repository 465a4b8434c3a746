import datetime as dt
import hashlib
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kernel.audit import rules
from xinqiao.kernel.audit.models import AuditEvent

BEIJING = dt.timezone(dt.timedelta(hours=8))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.dates() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (None, None),
        (True, True),
        (7, 7),
        (2**60, str(2**60)),
        (1.5, "1.5"),
        (Decimal("1.50"), "1.50"),
        (dt.date(2026, 11, 24), "2026-11-24"),
        (dt.datetime(2026, 11, 24, 8, tzinfo=BEIJING), "2026-11-24T00:00:00.000000Z"),
        ({1: (2, 3)}, {"1": [2, 3]}),
        ({"b", "a"}, ["a", "b"]),
        ("a\x00\ud800", "a?"),
        (memoryview(b""), f"sha256:{hashlib.sha256(b'').hexdigest()}"),
    ],

)  # fmt: skip
def test_value_becomes_what_every_database_gives_back(value, plain):
    assert rules.plain(value) == plain


@given(values)
def test_any_value_can_be_stored_and_sealed(value):
    plain = rules.plain(value)

    assert json.loads(json.dumps(plain)) == plain
    assert rules.leaf({"after": plain}).startswith(b"{")


def test_long_value_is_bound_by_its_hash_alone():
    plain = rules.plain({"body": "长" * rules.MAX_JSON_BYTES})

    assert set(plain) == {"sha256", "bytes"}


def test_leaf_binds_every_column():
    event = AuditEvent(pk=1, at=dt.datetime(2026, 11, 24, tzinfo=dt.UTC), action="a")
    names = {field.attname for field in AuditEvent._meta.concrete_fields}

    assert set(json.loads(rules.leaf(event.columns()))) == names | {"v"}


def test_leaf_is_the_same_in_every_time_zone():
    beijing = {"at": dt.datetime(2026, 11, 24, 8, tzinfo=BEIJING)}
    utc = {"at": dt.datetime(2026, 11, 24, 0, tzinfo=dt.UTC)}

    assert rules.leaf(beijing) == rules.leaf(utc)
