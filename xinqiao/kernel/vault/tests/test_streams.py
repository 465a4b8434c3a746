import io
import tracemalloc
import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinqiao.kernel.vault import keys, streams
from xinqiao.kernel.vault.cells import BadCell

CONTEXT = "files.storedfile|content|1"
CHUNK = streams.CHUNK_BYTES
SEALED_CHUNK = CHUNK + 16
MEGABYTE = 1024 * 1024


@pytest.fixture
def group():
    return uuid.uuid4()


def sealed(content, group):
    target = io.BytesIO()
    assert streams.seal_file(io.BytesIO(content), target, group=group, context=CONTEXT) == len(
        content
    )
    return target.getvalue()


def revealed(content, group, context=CONTEXT):
    return b"".join(streams.reveal_file(io.BytesIO(content), group=group, context=context))


@pytest.mark.parametrize("suite", ["aes", "sm4"])
@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_a_file_comes_back_as_it_was(group, length, suite, settings):
    settings.XINQIAO_VAULT_SUITE = suite
    content = bytes(n % 251 for n in range(length))

    stored = sealed(content, group)

    assert revealed(stored, group) == content
    assert length < 16 or content[:16] not in stored


def chunks_of(stored):
    head, rest = stored[: streams.HEAD_BYTES], stored[streams.HEAD_BYTES :]
    return head, [rest[at : at + SEALED_CHUNK] for at in range(0, len(rest), SEALED_CHUNK)]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda c: c[:-1], id="last chunk cut off"),
        pytest.param(lambda c: [c[1], c[0], *c[2:]], id="two exchanged"),
        pytest.param(lambda c: [c[0], *c], id="one repeated"),
        pytest.param(lambda c: [*c[:-1], c[-1][:-1]], id="a byte cut off"),
        pytest.param(lambda c: [*c, b"x" * 20], id="something behind"),
        pytest.param(lambda c: [*c[:-1], b""], id="an empty end"),
    ],
)
def test_chunks_cannot_be_cut_exchanged_or_added(group, spoil):
    head, chunks = chunks_of(sealed(b"a" * (3 * CHUNK), group))

    with pytest.raises(BadCell):
        revealed(head + b"".join(spoil(chunks)), group)


def test_a_file_opens_in_its_own_place_and_group_only(group):
    stored, other = sealed(b"x", group), uuid.uuid4()
    keys.group_key(other)

    with pytest.raises(BadCell, match="位置"):
        revealed(stored, group, context="files.storedfile|content|2")
    with pytest.raises(BadCell, match="另一把"):
        revealed(stored, other)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(position=st.integers(0, 200), bit=st.integers(0, 7))
def test_one_changed_bit_is_refused(group, position, bit):
    stored = bytearray(sealed(b"a" * 180, group))
    stored[position % len(stored)] ^= 1 << bit

    with pytest.raises(BadCell):
        revealed(bytes(stored), group)


@pytest.mark.parametrize("content", [b"", b"PDF", b"XQFV\x01\x01" + b"x" * 30])
def test_what_is_no_sealed_file_is_refused(group, content):
    keys.group_key(group)

    with pytest.raises(BadCell):
        revealed(content, group)


class Slow(io.RawIOBase):
    """A source that gives a few bytes at a time, as a pipe does."""

    def __init__(self, length):
        self.left = length

    def read(self, size=-1):
        count = min(self.left, size, 4093)
        self.left -= count
        return b"a" * count


def test_memory_stays_flat_however_long_the_file_is(group, tmp_path):
    path = tmp_path / "sealed"
    tracemalloc.start()
    with path.open("wb") as target:
        streams.seal_file(Slow(40 * MEGABYTE), target, group=group, context=CONTEXT)
    with path.open("rb") as source:
        length = sum(map(len, streams.reveal_file(source, group=group, context=CONTEXT)))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert length == 40 * MEGABYTE
    assert peak < 2 * MEGABYTE
