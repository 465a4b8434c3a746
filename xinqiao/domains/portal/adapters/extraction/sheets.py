"""Workbooks: every sheet, row and column, hidden ones named so, comments, headers, names."""

import re
import zipfile
from decimal import Decimal, InvalidOperation
from typing import Any

from xinqiao.domains.portal.adapters.extraction import markup
from xinqiao.domains.portal.adapters.extraction.pieces import Piece, Pieces

_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_COMMENTS = re.compile(r"xl/(?:comments.*|threadedComments/[^/]+)\.xml")
_LETTERS = re.compile("[A-Z]+")


def read(package: zipfile.ZipFile) -> Pieces:
    """Sheet by sheet, then comments."""
    names = set(package.namelist())
    strings = _strings(package) if "xl/sharedStrings.xml" in names else []
    sheets = _sheets(package)
    for name in sorted(filter(_SHEET.fullmatch, names)):
        title, is_hidden = sheets.get(name, (name.rpartition("/")[2], False))
        yield from _Sheet(title, is_hidden, strings).read(package, name)
    for name in sorted(filter(_COMMENTS.fullmatch, names)):
        yield Piece("批注", markup.all_text(package, name), True)


def is_known(name: str) -> bool:
    """Whether a part is read here."""
    return bool(
        _SHEET.fullmatch(name) or _COMMENTS.fullmatch(name) or name == "xl/sharedStrings.xml"
    )


def _strings(package: zipfile.ZipFile) -> list[str]:
    """The shared strings; phonetic readings are left in, they are text too."""
    found: list[str] = []
    pieces: list[str] = []
    for event, element in markup.events(package, "xl/sharedStrings.xml"):
        tag = markup.local(element)
        if event == "end" and tag == "t":
            pieces.append(element.text or "")
        elif event == "end" and tag == "si":
            found.append("".join(pieces))
            pieces = []
            element.clear()
    return found


def _sheets(package: zipfile.ZipFile) -> dict[str, tuple[str, bool]]:
    """The path of each sheet with its title and whether it is hidden."""
    targets = {}
    for event, element in markup.events(package, "xl/_rels/workbook.xml.rels"):
        if event == "end" and markup.local(element) == "Relationship":
            target = element.get("Target", "").removeprefix("/xl/").removeprefix("/")
            targets[element.get("Id")] = f"xl/{target}"
    sheets = {}
    for event, element in markup.events(package, "xl/workbook.xml"):
        if event == "end" and markup.local(element) == "sheet":
            path = targets.get(markup.attribute(element, "id"), "")
            is_hidden = element.get("state", "visible") != "visible"
            sheets[path] = (element.get("name", ""), is_hidden)
    return sheets


class _Sheet:
    def __init__(self, title: str, is_hidden: bool, strings: list[str]):
        self.title, self.is_hidden, self.strings = title, is_hidden, strings
        self.seen: list[str] = []
        self.unseen: list[str] = []
        self.marginal: list[str] = []
        self.hidden_columns: list[tuple[int, int]] = []
        self.row: list[str] = []
        self.hidden_cells: list[str] = []

    def read(self, package: zipfile.ZipFile, name: str) -> Pieces:
        for event, element in markup.events(package, name):
            if event == "end":
                self._take(markup.local(element), element)
        label = f"工作表“{self.title}”"
        hidden = f"{label}（隐藏工作表）" if self.is_hidden else label
        yield Piece(hidden, "\n".join(self.seen), self.is_hidden)
        yield Piece(f"{label}隐藏行列", "\n".join(self.unseen), True)
        yield Piece(f"{label}页眉页脚", "\n".join(self.marginal))

    def _take(self, tag: str, element: Any) -> None:
        if tag == "col" and element.get("hidden") in {"1", "true"}:
            self.hidden_columns.append((int(element.get("min")), int(element.get("max"))))
        elif tag == "c":
            into = self.hidden_cells if self._is_in_hidden_column(element) else self.row
            into.append(self._value(element))
        elif tag == "row":
            self._end_row(is_hidden=element.get("hidden") in {"1", "true"})
            element.clear()
        elif tag in {"oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader"}:
            self.marginal.append(element.text or "")

    def _end_row(self, *, is_hidden: bool) -> None:
        (self.unseen if is_hidden else self.seen).append("\t".join(self.row))
        if self.hidden_cells:
            self.unseen.append("\t".join(self.hidden_cells))
        self.row, self.hidden_cells = [], []

    def _is_in_hidden_column(self, cell: Any) -> bool:
        letters = _LETTERS.match(cell.get("r", ""))
        number = 0
        for letter in letters[0] if letters else "":
            number = number * 26 + ord(letter) - 64
        return any(first <= number <= last for first, last in self.hidden_columns)

    def _value(self, cell: Any) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join(part.text or "" for part in cell.iter() if markup.local(part) == "t")
        value = next((one.text or "" for one in cell if markup.local(one) == "v"), "")
        if kind == "s":
            return self.strings[int(value)] if value.isdigit() and self._has(int(value)) else ""
        return _number(value) if kind == "n" else value

    def _has(self, number: int) -> bool:
        return number < len(self.strings)


def _number(value: str) -> str:
    """A number as it is shown: 1.3812345678E10 is 13812345678."""
    if "E" not in value.upper():
        return value
    try:
        return format(Decimal(value), "f")
    except InvalidOperation:
        return value
