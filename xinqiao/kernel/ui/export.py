"""Tables as files: no cell is ever a formula, and no export is without an end."""

import csv
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

MAX_ROWS = 20_000
MAX_CELL = 32_000  # Excel refuses longer text
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# A cell beginning so is taken for a formula by one program or another, full-width included.
_TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")


def safe(value: Any) -> str:
    """The value as text that no spreadsheet takes for a formula."""
    text = ILLEGAL_CHARACTERS_RE.sub("", _text(value))[:MAX_CELL]
    if text.lstrip(" \u3000\u00a0\ufeff").startswith(_TRIGGERS) or text.startswith(_TRIGGERS):
        return f"'{text}"
    return text


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    return str(value)


def xlsx(rows: Iterable[Sequence[Any]], columns: Sequence[Any], *, file_name: str) -> FileResponse:
    """A workbook of one sheet, typed as text cell by cell; at most MAX_ROWS rows."""
    file: IO[bytes] = SpooledTemporaryFile(max_size=4 * 1024 * 1024)  # noqa: SIM115 (the response closes it)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in _capped(rows, columns):
        sheet.append([_cell(sheet, value) for value in row])
    book.save(file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=f"{file_name}.xlsx", content_type=XLSX)


def audit_table(rows: Iterable[Sequence[Any]], columns: Sequence[Any], name: str) -> FileResponse:
    """The workbook of ``kernel.audit.exports``, which stands below this package."""
    return xlsx(rows, columns, file_name=name)


def _cell(sheet: Any, value: Any) -> Any:
    cell = WriteOnlyCell(sheet, value=safe(value))
    cell.data_type = "s"
    return cell


def csv_file(
    rows: Iterable[Sequence[Any]], columns: Sequence[Any], *, file_name: str
) -> StreamingHttpResponse:
    """The same as comma separated values, with the mark that lets Excel read Chinese."""
    writer = csv.writer(_Echo())
    lines = (writer.writerow([safe(value) for value in row]) for row in _capped(rows, columns))
    response = StreamingHttpResponse(_with_mark(lines), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{file_name}.csv") or ""
    return response


class _Echo:
    """What ``csv.writer`` writes to: it hands each line back."""

    def write(self, line: str) -> str:
        return line


def _with_mark(lines: Iterable[Any]) -> Iterator[str]:
    yield "\ufeff"
    yield from lines


def _capped(rows: Iterable[Sequence[Any]], columns: Sequence[Any]) -> Iterator[Sequence[Any]]:
    yield [str(column) for column in columns]
    for number, row in enumerate(rows):
        if number >= MAX_ROWS:
            yield [f"只导出前{MAX_ROWS}行，请缩小筛选范围后分次导出。"]
            return
        yield row
