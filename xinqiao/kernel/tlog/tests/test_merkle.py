import hashlib

from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kernel.tlog.merkle import (
    Frontier,
    inclusion_proof,
    leaf_hash,
    root_of,
    verify_inclusion,
)

# The test leaves and roots of the reference implementation of RFC 6962.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243",
        "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def test_roots_are_those_of_the_reference():
    frontier = Frontier()
    for size, data in enumerate(LEAVES, 1):
        frontier = frontier.appended(leaf_hash(data))
        if size in ROOTS:
            assert frontier.root.hex() == ROOTS[size]


def test_the_empty_tree_is_the_hash_of_nothing():
    assert Frontier().root == root_of([]) == hashlib.sha256().digest()


@given(st.lists(st.binary(max_size=40), max_size=70))
def test_growing_by_the_edge_equals_the_recursive_definition(data):
    leaves = [leaf_hash(item) for item in data]
    frontier = Frontier()
    for leaf in leaves:
        frontier = frontier.appended(leaf)

    assert frontier.root == root_of(leaves)
    assert frontier.size == len(leaves)


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=40), st.data())
def test_a_proof_holds_and_any_changed_bit_breaks_it(data, draw):
    leaves = [leaf_hash(item) for item in data]
    index = draw.draw(st.integers(0, len(leaves) - 1))
    path, root = inclusion_proof(leaves, index), root_of(leaves)
    assert verify_inclusion(leaves[index], index, len(leaves), path, root)

    bit = draw.draw(st.integers(0, 255))
    target = draw.draw(st.integers(0, len(path) + 1))
    parts = [leaves[index], root, *path]
    changed = bytearray(parts[target])
    changed[bit // 8] ^= 1 << bit % 8
    parts[target] = bytes(changed)
    assert not verify_inclusion(parts[0], index, len(leaves), parts[2:], parts[1])


def test_an_index_outside_the_tree_and_a_path_too_long_are_refused():
    leaf = leaf_hash(b"x")

    assert not verify_inclusion(leaf, 1, 1, [], leaf)
    assert not verify_inclusion(leaf, 0, 1, [leaf], leaf)


def test_sm3_is_a_sibling_of_the_same_code():
    frontier = Frontier(algorithm="sm3").appended(leaf_hash(b"x", "sm3"))
    assert len(frontier.root) == 32
