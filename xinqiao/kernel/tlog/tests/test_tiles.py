import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kernel.tlog import proofs, tiles
from xinqiao.kernel.tlog.tests.trees import leaves, root_by_definition
from xinqiao.kernel.tlog.tiles import BadTile, Tile

LEAVES = leaves(1500)


def grow(store, size, more):
    fetch = fetcher(store)
    for tile, content in list(tiles.grown(size, LEAVES[size : size + more], fetch)):
        assert len(content) == tile.width * 32
        store[tile.path] = content


def fetcher(store):
    return lambda tile: store[tile.path]


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 67), "tile/0/067"),
        (Tile(0, 1234067), "tile/0/x001/x234/067"),
        (Tile(1, 1, 17), "tile/1/001.p/17"),
        (Tile(tiles.ENTRIES, 273, 112), "tile/entries/273.p/112"),
        (Tile(63, 1000), "tile/63/x001/000"),
    ],
)
def test_tile_lies_where_the_specification_says(tile, path):
    assert tile.path == path
    assert Tile.from_path(path) == tile


@pytest.mark.parametrize(
    "path",
    ["tile/0/67", "tile/00/067", "tile/64/067", "tile/0/x000/067", "tile/0/067.p/256",
     "tile/0/067.p/0", "tile/0/001/067", "tile/0/067/", "tile/-1/067", "/tile/0/067"],
)  # fmt: skip
def test_path_in_another_spelling_is_refused(path):
    with pytest.raises(BadTile):
        Tile.from_path(path)


def test_layout_of_seventy_thousand_entries_is_that_of_the_specification():
    found = list(tiles.layout(70_000))

    partial = [tile.path for tile in found if tile.width < 256]
    assert partial == ["tile/0/273.p/112", "tile/1/001.p/17", "tile/2/000.p/1"]
    assert len(found) == 273 + 1 + 1 + 1 + 1


@given(st.lists(st.integers(1, 400), min_size=1, max_size=4))
def test_tiles_written_step_by_step_hold_the_whole_tree(steps):
    store, size = {}, 0
    for step in [min(step, 300) for step in steps]:
        grow(store, size, step)
        size += step

    assert {tile.path for tile in tiles.layout(size)} <= set(store)
    read = tiles.TileReader(size, fetcher(store))
    assert proofs.root(size, read) == root_by_definition(LEAVES[:size])


@given(st.integers(1, 1500), st.data())
def test_proofs_are_made_from_tiles_alone(size, data):
    store = {}
    grow(store, 0, size)
    index = data.draw(st.integers(0, size - 1))
    read = tiles.TileReader(size, fetcher(store))

    path = proofs.inclusion(index, size, read)

    root = root_by_definition(LEAVES[:size])
    proofs.check_inclusion(LEAVES[index], index, size, path, root)


def test_tile_of_another_length_is_refused():
    read = tiles.TileReader(3, lambda tile: b"x" * 64)

    with pytest.raises(BadTile):
        read(0, 0)


@pytest.mark.parametrize(("level", "index"), [(0, 5), (2, 1), (3, 0), (8, 0)])
def test_subtree_that_is_not_full_is_refused(level, index):
    store = {}
    grow(store, 0, 5)

    with pytest.raises(BadTile):
        tiles.TileReader(5, fetcher(store))(level, index)


@given(st.lists(st.binary(max_size=300)))
def test_bundle_gives_back_its_entries(entries):
    assert tiles.entries_of(tiles.bundle(entries)) == entries


@pytest.mark.parametrize("content", [b"\x00", b"\x00\x02a", b"\x00\x01ab"])
def test_cut_bundle_is_refused(content):
    with pytest.raises(BadTile):
        tiles.entries_of(content)


def test_entry_longer_than_a_bundle_can_say_is_refused():
    with pytest.raises(BadTile):
        tiles.bundle([b"x" * 65536])
