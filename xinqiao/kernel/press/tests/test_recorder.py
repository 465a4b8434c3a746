"""The recorder hears what is recorded inside it, and only that."""

import threading

import pytest

from xinqiao.kernel.press.recorder import BadKey, record, recording


def test_a_recording_hears_every_key_once():
    with recording() as keys:
        record("article:12", "list:column:7")
        record("article:12")

    assert keys == {"article:12", "list:column:7"}


def test_the_outer_recording_hears_the_inner_one():
    with recording() as outer:
        record("site:1")
        with recording() as inner:
            record("article:3")

    assert inner == {"article:3"}
    assert outer == {"site:1", "article:3"}


def test_nothing_is_heard_outside():
    with recording() as keys:
        pass
    record("article:1")

    assert keys == set()


def test_a_recording_hears_its_own_thread_only():
    with recording() as keys:
        thread = threading.Thread(target=record, args=("article:9",))
        thread.start()
        thread.join()

    assert keys == set()


@pytest.mark.parametrize("key", ["article", "article: 1", "", ":1", "Article:1", "a:b\n"])
def test_a_malformed_key_is_refused(key):
    with pytest.raises(BadKey):
        record(key)
