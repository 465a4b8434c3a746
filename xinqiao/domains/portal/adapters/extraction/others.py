"""Slides, OFD, plain text, the old binary formats, and what else lies in a package."""

import re
import zipfile
from collections.abc import Iterator

from xinqiao.domains.portal.adapters.extraction import markup
from xinqiao.domains.portal.adapters.extraction.pieces import Piece, Pieces

_SLIDE_PARTS = (
    (re.compile(r"ppt/slides/slide\d+\.xml"), "幻灯片", False),
    (re.compile(r"ppt/notesSlides/[^/]+\.xml"), "备注页", True),
    (re.compile(r"ppt/comments/[^/]+\.xml"), "批注", True),
    (re.compile(r"ppt/slide(?:Masters|Layouts)/[^/]+\.xml"), "母版", True),
)
_FORM_ONLY = re.compile(
    r".*/(?:styles|theme\d*|fontTable|settings|webSettings|numbering|stylesWithEffects"
    r"|calcChain|presProps|viewProps|tableStyles|PublicRes|DocumentRes)\.xml|\[Content_Types\]\.xml"
    r"|.*/(?:theme|slideMasters|slideLayouts)/.*"
)
_WIDE = re.compile(rb"(?:[\x20-\x7e\r\n\t]\x00|[\x00-\xff][\x30\x4e-\x9f\xff]){4,}")
_NARROW = re.compile(rb"[\x20-\x7e\x81-\xfe]{6,}")


def read_slides(package: zipfile.ZipFile) -> Pieces:
    """Slides, their notes and comments."""
    for name in package.namelist():
        for pattern, label, is_hidden in _SLIDE_PARTS:
            if pattern.fullmatch(name):
                yield Piece(label, markup.all_text(package, name), is_hidden)


def is_slide_part(name: str) -> bool:
    """Whether a part is read as part of slides."""
    return any(pattern.fullmatch(name) for pattern, _label, _hidden in _SLIDE_PARTS)


def read_ofd(package: zipfile.ZipFile) -> Pieces:
    """Text of pages, then annotations and the rest."""
    for name in package.namelist():
        if name.endswith(".xml") and not _FORM_ONLY.fullmatch(name):
            is_page = name.endswith("Content.xml")
            label = "正文" if is_page else "批注与属性"
            yield Piece(label, markup.all_text(package, name), not is_page)


def read_rest(package: zipfile.ZipFile, is_known: Iterator[str] | set[str]) -> Pieces:
    """Properties and whatever else a package carries: charts, diagrams, custom data."""
    known = set(is_known)
    for name in package.namelist():
        if name.endswith(".xml") and name not in known and not _FORM_ONLY.fullmatch(name):
            label = "文件属性" if name.startswith("docProps/") else "其他部分"
            yield Piece(label, markup.all_text(package, name), True)


def read_text(content: bytes) -> Pieces:
    """Plain text in UTF-8 or GB 18030."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    yield Piece("正文", text)


def read_binary(content: bytes) -> Pieces:
    """The strings of an old binary document: not its structure, but all that it says."""
    wide = (match[0].decode("utf-16-le", errors="ignore") for match in _WIDE.finditer(content))
    yield Piece("内容", "\n".join(wide))
    narrow = (match[0].decode("gb18030", errors="ignore") for match in _NARROW.finditer(content))
    yield Piece("内容", "\n".join(narrow))
