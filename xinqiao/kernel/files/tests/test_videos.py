"""Videos: the boxes of an MP4, what is blanked in them, and what is refused."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kernel.files import rules
from xinqiao.kernel.files.rules import videos
from xinqiao.kernel.files.tests import builders as b

PLACE = b"+31.2304+121.4737/"


def test_length_and_sides_are_read():
    found = rules.check_upload(name="通水.mp4", content=b.mp4(), limit_bytes=10_000)

    assert (found.seconds, found.width, found.height) == (200, 320, 240)
    assert found.content_type == "video/mp4"
    assert found.content == b.mp4()


@pytest.mark.parametrize(("scale", "length", "seconds"), [(1000, 1, 1), (600, 601, 2)])
def test_begun_seconds_count(scale, length, seconds):
    head = b.box(b"mvhd", bytes(12), struct.pack(">II", scale, length))

    assert videos.check_mp4(b.mp4(b.box(b"moov", head, b.track()))).seconds == seconds


def test_long_times_are_read():
    assert videos.check_mp4(b.mp4(b.movie(long=True))).seconds == 200


def test_boxes_of_unusual_sizes_are_read():
    plain = b.movie()
    large = (1).to_bytes(4, "big") + b"moov" + (len(plain) + 8).to_bytes(8, "big") + plain[8:]
    open_ended = bytes(4) + b"free" + b"rest"

    assert videos.check_mp4(b.mp4(large, after=open_ended)).seconds == 200


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b.mp4() + b"abc", id="rest too short for a box"),
        pytest.param(b.mp4() + (4).to_bytes(4, "big") + b"free", id="size below its own head"),
        pytest.param(b.mp4() + (1).to_bytes(4, "big") + b"free", id="long size cut off"),
        pytest.param(b.mp4() + (99).to_bytes(4, "big") + b"free", id="longer than the file"),
        pytest.param(b.mp4(b.box(b"moov", b.box(b"mvhd"), b.track())), id="head too short"),
        pytest.param(
            b.mp4(b.movie(b.track()).replace(b"tkhd" + bytes(76), b"free" + bytes(76))),
            id="track without head",
        ),
    ],
)
def test_boxes_that_cannot_be_walked_are_broken(content):
    with pytest.raises(rules.UploadRefused) as refusal:
        videos.check_mp4(content)
    assert refusal.value.code == "broken"


def test_head_of_a_track_that_is_too_short_is_broken():
    short = b.box(b"tkhd", b"1234")
    whole = b.track()
    content = b.mp4(b.movie(b.box(b"trak", short, whole[8 + 92 :])))

    with pytest.raises(rules.UploadRefused):
        videos.check_mp4(content)


def test_a_file_of_endless_boxes_is_given_up(monkeypatch):
    monkeypatch.setattr(videos, "MOST_BOXES", 1)

    with pytest.raises(rules.UploadRefused):
        videos.check_mp4(b.mp4())


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b.mp4(b.movie(extra=b.box(b"udta", PLACE))), id="of the movie"),
        pytest.param(b.mp4(b.movie(b.track(extra=b.box(b"meta", PLACE)))), id="of a track"),
        pytest.param(b.mp4(after=b.box(b"uuid", PLACE)), id="of the file"),
        pytest.param(
            b.mp4(b.movie(b.track(), b.track(b"meta", b"mebx", extra=b.box(b"note", PLACE)))),
            id="measured beside the pictures",
        ),
    ],
)
def test_where_it_was_taken_is_blanked_and_nothing_moves(content):
    found = videos.check_mp4(content)

    assert PLACE in content
    assert PLACE not in found.content
    assert len(found.content) == len(content)
    assert found.content.index(b"mdat") == content.index(b"mdat")
    assert videos.check_mp4(found.content).content == found.content


@given(st.integers(0, len(b.mp4()) - 1), st.integers(0, 255))
def test_one_changed_byte_never_crashes_the_check(at, value):
    content = bytearray(b.mp4())
    content[at] = value
    try:
        found = videos.check_mp4(bytes(content))
    except rules.UploadRefused:
        return
    assert 0 < found.seconds <= videos.MOST_HOURS * 3600
