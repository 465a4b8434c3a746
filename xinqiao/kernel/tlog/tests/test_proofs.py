import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kernel.tlog import checkpoints, notes, proofs
from xinqiao.kernel.tlog.checkpoints import Checkpoint
from xinqiao.kernel.tlog.hashing import SM3
from xinqiao.kernel.tlog.tests.trees import flipped, leaves, reader, root_by_definition

LEAVES = leaves(300)
READ = reader(LEAVES)
ORIGIN = "qingxi.example/log"
SIGNER = notes.Signer(ORIGIN, b"\x07" * 32)
BITS = st.integers(0, 2**16)


def root_of(size):
    return root_by_definition(LEAVES[:size])


@st.composite
def places(draw):
    size = draw(st.integers(1, 300))
    return draw(st.integers(0, size - 1)), size


@st.composite
def growths(draw):
    new = draw(st.integers(1, 300))
    return draw(st.integers(0, new)), new


@given(places())
def test_every_entry_can_be_shown_to_stand_in_the_tree(place):
    index, size = place

    path = proofs.inclusion(index, size, READ)

    proofs.check_inclusion(LEAVES[index], index, size, path, root_of(size))


@given(growths())
def test_every_tree_can_be_shown_to_go_on_from_an_earlier_one(growth):
    old, new = growth

    path = proofs.consistency(old, new, READ)

    proofs.check_consistency(old, new, path, root_of(old), root_of(new))


@given(growths(), BITS, st.data())
def test_changed_consistency_proof_is_refused(growth, bit, data):
    old, new = growth
    values = [root_of(old), root_of(new), *proofs.consistency(old, new, READ)]
    at = data.draw(st.integers(0, len(values) - 1))
    if old == 0 and at == 1:
        return  # anything goes on from an empty tree
    values[at] = flipped(values[at], bit)

    with pytest.raises(proofs.BadProof):
        proofs.check_consistency(old, new, values[2:], values[0], values[1])


@given(places(), st.data())
def test_lengthened_or_shortened_path_is_refused(place, data):
    index, size = place
    path = proofs.inclusion(index, size, READ)
    longer = [*path, data.draw(st.sampled_from(LEAVES))]

    for wrong in [longer, path[:-1]] if path else [longer]:
        with pytest.raises(proofs.BadProof):
            proofs.check_inclusion(LEAVES[index], index, size, wrong, root_of(size))


def show(index, path, leaf, note):
    """What a reader checks offline: the note, then the path to its root."""
    checkpoint = checkpoints.opened(note.decode("utf-8", "strict"), ORIGIN, [SIGNER.verifier])
    leaf_hash = proofs.SHA256.leaf(leaf)
    proofs.check_inclusion(leaf_hash, index, checkpoint.size, path, checkpoint.root)


@given(places(), BITS, st.data())
def test_any_single_changed_bit_is_refused(place, bit, data):
    index, size = place
    leaf = f"entry {index}".encode()
    path = proofs.inclusion(index, size, READ)
    note = Checkpoint(ORIGIN, size, root_of(size)).signed(SIGNER).encode()
    show(index, path, leaf, note)

    part = data.draw(st.sampled_from(["leaf", "path", "index", "note"]))
    if part == "leaf":
        leaf = flipped(leaf, bit)
    elif part == "index":
        index ^= 1 << bit % 12
    elif part == "note":
        note = flipped(note, bit)
    elif path:
        at = bit % len(path)
        path = [*path[:at], flipped(path[at], bit), *path[at + 1 :]]
    else:
        path = [flipped(LEAVES[0], bit)]

    with pytest.raises((proofs.BadProof, notes.BadNote, UnicodeDecodeError)):
        show(index, path, leaf, note)


def test_no_bit_of_a_note_may_change():
    note = Checkpoint(ORIGIN, 300, root_of(300)).signed(SIGNER).encode()

    for bit in range(len(note) * 8):
        with pytest.raises((notes.BadNote, UnicodeDecodeError)):
            checkpoints.opened(flipped(note, bit).decode(), ORIGIN, [SIGNER.verifier])


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_place_outside_the_tree_has_no_proof(index, size):
    with pytest.raises(IndexError):
        proofs.inclusion(index, size, READ)
    with pytest.raises(proofs.BadProof):
        proofs.check_inclusion(LEAVES[0], index, size, [], LEAVES[0])


@pytest.mark.parametrize(("old", "new"), [(-1, 3), (4, 3)])
def test_sizes_out_of_order_have_no_proof(old, new):
    with pytest.raises(IndexError):
        proofs.consistency(old, new, READ)
    with pytest.raises(proofs.BadProof):
        proofs.check_consistency(old, new, [], LEAVES[0], LEAVES[0])


def test_hash_of_another_length_is_refused():
    with pytest.raises(proofs.BadProof):
        proofs.check_inclusion(LEAVES[0], 0, 2, [b"short"], root_of(2))


def test_sibling_tree_of_another_hash_is_proved_the_same_way():
    if not SM3.is_available():
        pytest.skip("this OpenSSL has no SM3")
    hashes = leaves(77, SM3)
    root = root_by_definition(hashes, SM3)

    path = proofs.inclusion(42, 77, reader(hashes, SM3), SM3)

    proofs.check_inclusion(hashes[42], 42, 77, path, root, SM3)
    with pytest.raises(proofs.BadProof):
        proofs.check_inclusion(hashes[42], 42, 77, path, root)


def test_root_is_read_from_subtrees():
    assert proofs.root(300, READ) == root_of(300)
