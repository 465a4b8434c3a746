"""Word documents: text, tables, headers, notes, comments, deletions, hidden and white text."""

import re
import zipfile
from collections import defaultdict
from typing import Any

from xinqiao.domains.portal.adapters.extraction import markup
from xinqiao.domains.portal.adapters.extraction.pieces import Piece, Pieces

PARTS = (
    (re.compile(r"word/document\d*\.xml"), "正文"),
    (re.compile(r"word/header\d*\.xml"), "页眉"),
    (re.compile(r"word/footer\d*\.xml"), "页脚"),
    (re.compile(r"word/(?:footnotes|endnotes)\.xml"), "脚注"),
    (re.compile(r"word/comments\d*\.xml"), "批注"),
    (re.compile(r"word/glossary/document\.xml"), "自动图文集"),
)
_UNSEEN_PARTS = frozenset({"批注", "自动图文集"})
_TINY = 4  # half points
_WHITE = frozenset({"FFFFFF", "FEFEFE"})


def read(package: zipfile.ZipFile) -> Pieces:
    """The text of all parts that Word shows or keeps."""
    for name in package.namelist():
        part = next((label for pattern, label in PARTS if pattern.fullmatch(name)), None)
        if part:
            yield from _part(package, name, part)


def is_known(name: str) -> bool:
    """Whether a part is read here."""
    return any(pattern.fullmatch(name) for pattern, _label in PARTS)


class _Paragraphs:
    """Collects text by how it is seen; text boxes stand inside paragraphs, hence the stack."""

    def __init__(self) -> None:
        self.lines: dict[str, list[str]] = defaultdict(list)
        self.open: list[dict[str, list[str]]] = []
        self.state = "seen"

    def begin(self) -> None:
        self.open.append(defaultdict(list))

    def end(self) -> None:
        for state, pieces in self.open.pop().items():
            self.lines[state].append("".join(pieces))

    def add(self, text: str, state: str) -> None:
        if self.open:
            self.open[-1][state].append(text)


def _part(package: zipfile.ZipFile, name: str, part: str) -> Pieces:
    found = _Paragraphs()
    for event, element in markup.events(package, name):
        tag = markup.local(element)
        if event == "start":
            _begin(found, tag)
        else:
            _end(found, tag, element)
    labels = {"seen": part, "unseen": f"{part}隐藏文字", "deleted": f"{part}修订删除"}
    for state, lines in found.lines.items():
        is_hidden = state != "seen" or part in _UNSEEN_PARTS
        yield Piece(labels[state], "\n".join(lines), is_hidden)


def _begin(found: _Paragraphs, tag: str) -> None:
    if tag == "p":
        found.begin()
    elif tag == "r":
        found.state = "seen"


def _end(found: _Paragraphs, tag: str, element: Any) -> None:
    if tag == "rPr":
        found.state = "unseen" if _is_unseen(element) else found.state
    elif tag in {"t", "instrText"}:
        found.add(element.text or "", found.state)
    elif tag == "delText":
        found.add(element.text or "", "deleted")
    elif tag in {"tab", "br", "cr"}:
        found.add("\t" if tag == "tab" else "\n", found.state)
    elif tag == "docPr":
        found.add(f" {markup.attribute(element, 'descr')}\n", "unseen")
    elif tag == "p":
        found.end()
        element.clear()


def _is_unseen(properties: Any) -> bool:
    for one in properties:
        tag, value = markup.local(one), markup.attribute(one, "val")
        if tag in {"vanish", "webHidden"} and value not in {"0", "false"}:
            return True
        if tag == "color" and value.upper() in _WHITE:
            return True
        if tag == "sz" and value.isdigit() and int(value) <= _TINY:
            return True
    return False
