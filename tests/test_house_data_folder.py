"""Only a folder of ours is wiped, and only one server works on it."""

import pytest

from xinqiao.config import data_folder


def test_a_new_folder_is_marked_and_a_second_claim_keeps_it(tmp_path):
    folder = tmp_path / "var"

    assert data_folder.claim(folder)
    assert not data_folder.claim(folder)
    assert data_folder.is_ours(folder)


def test_settings_may_stand_in_the_folder_before(tmp_path):
    (tmp_path / "xinqiao.toml").touch()

    assert data_folder.claim(tmp_path)


def test_a_folder_with_foreign_files_is_neither_taken_nor_wiped(tmp_path):
    (tmp_path / "thesis.txt").write_text("ten years")

    with pytest.raises(data_folder.NotOurs):
        data_folder.claim(tmp_path)
    assert data_folder.main(["wipe", str(tmp_path)]) == 1
    assert (tmp_path / "thesis.txt").exists()


def test_a_folder_of_ours_is_wiped(tmp_path):
    folder = tmp_path / "var"
    assert data_folder.main(["begin-demo", str(folder)]) == 0
    assert (folder / data_folder.DEMO_BEGUN).exists()

    assert data_folder.main(["wipe", str(folder)]) == 0

    assert not folder.exists()
    assert data_folder.main(["wipe", str(folder)]) == 0


def test_a_folder_in_use_is_neither_served_twice_nor_wiped(tmp_path):
    folder = tmp_path / "var"
    data_folder.claim(folder)

    with data_folder.lock(folder):
        with pytest.raises(data_folder.NotOurs):
            data_folder.lock(folder)
        with pytest.raises(data_folder.NotOurs):
            data_folder.wipe(folder)

    data_folder.wipe(folder)
    assert not folder.exists()
