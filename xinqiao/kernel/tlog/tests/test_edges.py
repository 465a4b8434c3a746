import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kernel.tlog.edges import BadEdge, Edge
from xinqiao.kernel.tlog.hashing import SHA256, SM3
from xinqiao.kernel.tlog.tests.trees import leaves, root_by_definition

# Leaves and roots of the reference implementation of RFC 6962.
REFERENCE_LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657"]
REFERENCE_LEAVES += ["606162636465666768696a6b6c6d6e6f"]
REFERENCE_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize(("size", "root"), [*enumerate(REFERENCE_ROOTS)])
def test_root_is_that_of_the_reference(size, root):
    hashes = [SHA256.leaf(bytes.fromhex(leaf)) for leaf in REFERENCE_LEAVES[:size]]

    assert Edge().extended(hashes).root.hex() == root


@pytest.mark.parametrize("hashing", [SHA256, SM3], ids=lambda h: h.name)
@given(size=st.integers(0, 300))
def test_root_is_that_of_the_definition(hashing, size):
    if not hashing.is_available():
        pytest.skip("this OpenSSL has no SM3")
    hashes = leaves(size, hashing)

    assert Edge(hashing=hashing).extended(hashes).root == root_by_definition(hashes, hashing)


def test_sm3_is_the_national_one():
    if not SM3.is_available():
        pytest.skip("this OpenSSL has no SM3")

    # GB/T 32905-2016, example 1
    expected = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert SM3.digest(b"abc").hex() == expected


@given(st.integers(0, 200), st.integers(0, 200))
def test_stored_edge_goes_on_where_it_stopped(before, more):
    hashes = leaves(before + more)
    half = Edge().extended(hashes[:before])

    stored = Edge.from_bytes(half.size, half.to_bytes())

    assert stored.extended(hashes[before:]) == Edge().extended(hashes)


@pytest.mark.parametrize(
    ("size", "content"), [(1, b""), (2, b"x" * 64), (3, b"x" * 63), (-1, b"")], ids=str
)
def test_edge_of_another_size_is_refused(size, content):
    with pytest.raises(BadEdge):
        Edge.from_bytes(size, content)
