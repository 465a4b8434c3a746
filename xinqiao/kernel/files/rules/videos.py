"""MP4: H.264 pictures and AAC sound in one file that needs no other and tells no place.

The boxes are those of ISO/IEC 14496-12 (ISO base media file format). What a camera notes beside
the pictures (place, device, tracks of measurements) is blanked where it stands, so that no
offset of the pictures moves.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _

from xinqiao.kernel.files.rules.refusal import UploadRefused

MOST_BOXES = 100_000
MOST_HOURS = 4
PICTURES = frozenset({b"avc1", b"avc3"})  # H.264: what every phone plays
SOUNDS = frozenset({b"mp4a"})  # AAC
_NOTES = frozenset({b"udta", b"meta", b"uuid"})


class Box(NamedTuple):
    """A box: where it begins, where its content begins and ends, and its four letters."""

    at: int
    start: int
    end: int
    kind: bytes


@dataclass(frozen=True)
class Video:
    """A video that may be stored; ``seconds`` is rounded up, sides are in pixels."""

    content: bytes
    seconds: int
    width: int
    height: int


def check_mp4(content: bytes) -> Video:
    """Walk the boxes from end to end and take out what the camera noted. Raises UploadRefused."""
    if content[4:8] != b"ftyp":
        raise UploadRefused(_("文件内容与扩展名不符，不是 MP4 视频。"), "magic")
    outer = list(_boxes(content, 0, len(content)))
    _one(outer, b"mdat")
    movie = list(_inside(content, _one(outer, b"moov")))
    if any(box.kind == b"rmra" for box in movie):
        raise _external()
    notes = [box for box in (*outer, *movie) if box.kind in _NOTES]
    sides: list[tuple[int, int]] = []
    for track in (box for box in movie if box.kind == b"trak"):
        found, noted = _track(content, track)
        sides += found
        notes += noted
    if not sides:
        raise UploadRefused(_("视频里没有画面。"), "no_picture")
    seconds = _seconds(content, _one(movie, b"mvhd"))
    width, height = max(sides)
    return Video(_without(content, notes), seconds, width, height)


def _track(content: bytes, track: Box) -> tuple[list[tuple[int, int]], list[Box]]:
    """The sides of a track of pictures, and what is to be blanked in it. Raises UploadRefused."""
    parts = list(_inside(content, track))
    media = list(_inside(content, _one(parts, b"mdia")))
    handler = _bytes(content, _one(media, b"hdlr"), 8, 4)
    inner = list(_inside(content, _one(media, b"minf")))
    _check_place(content, inner)
    if handler not in {b"vide", b"soun"}:
        return [], [track]
    _check_codec(content, inner, PICTURES if handler == b"vide" else SOUNDS)
    notes = [box for box in (*parts, *media) if box.kind in _NOTES]
    return ([_sides(content, parts)] if handler == b"vide" else []), notes


def _check_place(content: bytes, inner: list[Box]) -> None:
    """All data lie in this file: each entry of ``dref`` says so. Raises UploadRefused."""
    places = _one(list(_inside(content, _one(inner, b"dinf"))), b"dref")
    for entry in _entries(content, places):
        if not _bytes(content, entry, 3, 1)[0] & 1:
            raise _external()


def _check_codec(content: bytes, inner: list[Box], allowed: frozenset[bytes]) -> None:
    table = _one(list(_inside(content, _one(inner, b"stbl"))), b"stsd")
    if not {entry.kind for entry in _entries(content, table)} <= allowed:
        raise UploadRefused(
            _("视频编码须为 H.264、声音须为 AAC，请用剪辑软件导出为“MP4（H.264）”。"), "codec"
        )


def _sides(content: bytes, parts: list[Box]) -> tuple[int, int]:
    """Width and height: two numbers of 16.16 bits at the end of ``tkhd``."""
    head = _one(parts, b"tkhd")
    width, height = struct.unpack(">II", _bytes(content, head, head.end - head.start - 8, 8))
    if not width >> 16 or not height >> 16:
        raise _broken()
    return width >> 16, height >> 16


def _seconds(content: bytes, head: Box) -> int:
    if _bytes(content, head, 0, 1) == b"\1":
        scale, length = struct.unpack(">IQ", _bytes(content, head, 20, 12))
    else:
        scale, length = struct.unpack(">II", _bytes(content, head, 12, 8))
    if not scale or not length:
        raise UploadRefused(_("视频没有写明时长，请用剪辑软件重新导出。"), "duration")
    seconds = -(-length // scale)
    if seconds > MOST_HOURS * 3600:
        raise UploadRefused(_("视频超过%d小时，请分成几段。") % MOST_HOURS, "duration")
    return int(seconds)


def _entries(content: bytes, table: Box) -> list[Box]:
    """The boxes of a table, after its version and count. Raises UploadRefused."""
    count = struct.unpack(">I", _bytes(content, table, 4, 4))[0]
    found = list(_boxes(content, table.start + 8, table.end))
    if not found or len(found) != count:
        raise _broken()
    return found


def _boxes(content: bytes, start: int, end: int) -> Iterator[Box]:
    """The boxes that fill a stretch to its end. Raises UploadRefused."""
    at = start
    for _box in range(MOST_BOXES):
        if at == end:
            return
        box = _box_at(content, at, end)
        yield box
        at = box.end
    raise _broken()


def _inside(content: bytes, box: Box) -> Iterator[Box]:
    return _boxes(content, box.start, box.end)


def _box_at(content: bytes, at: int, end: int) -> Box:
    if at + 8 > end:
        raise _broken()
    size, head = struct.unpack_from(">I", content, at)[0], 8
    if size == 1 and at + 16 <= end:
        size, head = struct.unpack_from(">Q", content, at + 8)[0], 16
    elif size == 0:
        size = end - at
    if size < head or at + size > end:
        raise _broken()
    return Box(at, at + head, at + int(size), content[at + 4 : at + 8])


def _one(boxes: Iterable[Box], kind: bytes) -> Box:
    """The first box of a kind. Raises UploadRefused when there is none."""
    for box in boxes:
        if box.kind == kind:
            return box
    raise _broken()


def _bytes(content: bytes, box: Box, offset: int, length: int) -> bytes:
    """Bytes of a box's content. Raises UploadRefused when it is shorter."""
    if offset < 0 or box.start + offset + length > box.end:
        raise _broken()
    return content[box.start + offset : box.start + offset + length]


def _without(content: bytes, notes: list[Box]) -> bytes:
    """The same bytes with these boxes turned into free space."""
    if not notes:
        return content
    pieces, at = [], 0
    for box in sorted(notes):
        pieces += [content[at : box.at + 4], b"free", content[box.at + 8 : box.start]]
        pieces.append(bytes(box.end - box.start))
        at = box.end
    return b"".join((*pieces, content[at:]))


def _broken() -> UploadRefused:
    return UploadRefused(_("视频已损坏或不完整，请重新导出。"), "broken")


def _external() -> UploadRefused:
    return UploadRefused(_("视频引用了别处的文件，请导出为一个完整的 MP4 文件。"), "external")
