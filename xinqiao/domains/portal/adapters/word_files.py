"""Lists of words and leaders as files: text lines with tabs, or a workbook's first sheet."""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile

from openpyxl import load_workbook

MOST_LINES = 20_000
MOST_BYTES = 5 * 1024 * 1024
BUILTIN = Path(__file__).with_name("seeds") / "words.txt"


class BadList(ValueError):
    """The file cannot be read as a list; the message says why, in Chinese."""


def rows_of(name: str, source: BinaryIO) -> list[list[str]]:
    """The cells of each line, empty lines and comments left out. Raises BadList."""
    content = source.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BadList("文件超过5 MB，请拆分后再导入。")
    if name.lower().endswith(".xlsx"):
        rows = list(_sheet(content))
    elif name.lower().endswith((".txt", ".csv", ".tsv")):
        rows = list(_lines(_decoded(content)))
    else:
        raise BadList("请用 .xlsx 或 .txt 文件。")
    if len(rows) > MOST_LINES:
        raise BadList(f"超过{MOST_LINES}行，请拆分后再导入。")
    return rows


def builtin_rows() -> list[list[str]]:
    """The list that comes with the software."""
    return list(_lines(BUILTIN.read_text(encoding="utf-8")))


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        try:
            return content.decode("gb18030")
        except UnicodeDecodeError as error:
            raise BadList("文字编码不是 UTF-8 或 GB 18030，请另存后再导入。") from error


def _lines(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        cells = [cell.strip() for cell in line.replace(",", "\t").split("\t")]
        if any(cells) and not line.startswith("#"):
            yield cells


def _sheet(content: bytes) -> Iterator[list[str]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (BadZipFile, KeyError, ValueError, OSError) as error:
        raise BadList("不是能读的 .xlsx 文件，请用办公软件另存后再导入。") from error
    for row in book.worksheets[0].iter_rows(max_row=MOST_LINES + 2, max_col=8, values_only=True):
        cells = [_cell(value) for value in row]
        if any(cells):
            yield cells


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value).strip().removeprefix("'")
