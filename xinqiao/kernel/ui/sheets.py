"""Tables that people upload, xlsx or csv: every cell becomes text, nothing is decided here."""

import csv
import datetime as dt
import io
import zipfile
from collections.abc import Iterable
from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_ROWS = 2000
MAX_COLUMNS = 40
MAX_CELL = 500


class BadSheet(ValueError):
    """The file cannot be read as a table; the message says why, in Chinese."""


def read(content: bytes) -> list[list[str]]:
    """The rows of the first sheet, head included, empty rows left out. Raises BadSheet."""
    if len(content) > MAX_FILE_BYTES:
        raise BadSheet(_("文件超过5 MB。"))
    found = _workbook(content) if content.startswith(b"PK") else _csv(content)
    rows = [row for row in found if any(row)]
    if len(rows) > MAX_ROWS + 1:
        raise BadSheet(_("超过2000行，请分开导入。"))
    if not rows:
        raise BadSheet(_("文件里没有内容。"))
    return rows


def records(content: bytes, wanted: Iterable[str]) -> list[tuple[int, dict[str, str]]]:
    """Each row below the head by the names of the head, with its number from 2. Raises BadSheet.

    ``wanted`` names the columns that must be there.
    """
    head, *rows = read(content)
    missing = [name for name in wanted if name not in head]
    if missing:
        raise BadSheet(_("缺少列：%s。请用模板填写。") % "、".join(missing))
    names = [name for name in head if name]
    if len(set(names)) != len(names):
        raise BadSheet(_("有同名的列，请改名。"))
    return [
        (number, {name: cell for name, cell in zip_longest(head, row, fillvalue="") if name})
        for number, row in enumerate(rows, start=2)
    ]


def _workbook(content: bytes) -> list[list[str]]:
    try:
        entries = zipfile.ZipFile(io.BytesIO(content)).infolist()
        if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
            raise BadSheet(_("文件解开后过大。"))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        lines = book.worksheets[0].iter_rows(
            values_only=True, max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS
        )
        return [_trimmed([_text(value) for value in line]) for line in lines]
    except BadSheet:
        raise
    except Exception as error:  # whatever the library stumbles over, it is no workbook
        raise BadSheet(_("文件打不开，请另存为 xlsx 格式再上传。")) from error


def _csv(content: bytes) -> list[list[str]]:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise BadSheet(_("文件打不开，请用 xlsx 或 csv 格式。"))
    if "\0" in text:
        raise BadSheet(_("文件打不开，请用 xlsx 或 csv 格式。"))
    try:
        lines = list(csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise BadSheet(_("csv 文件读不懂，请另存为 xlsx 格式。")) from error
    return [[_text(cell) for cell in line[:MAX_COLUMNS]] for line in lines]


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells behind the last filled one."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: Any) -> str:
    """A cell as a clerk would type it: no .0 behind numbers, days without hours."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()[:MAX_CELL]
    return text[1:] if text.startswith("'") and text[1:2] in "=+-@" else text
