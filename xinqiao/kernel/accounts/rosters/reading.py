"""Reading a workbook of units and people: every cell becomes text, nothing is decided here."""

import datetime as dt
import zipfile
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_ROWS = 2000
MAX_CELL = 300
UNIT_SHEET, PEOPLE_SHEET = "单位", "人员"
UNIT_COLUMNS = ("代码", "全称", "简称", "类别", "上级代码", "顺序")
PEOPLE_COLUMNS = (
    "姓名", "登录名", "单位代码", "手机号", "电子邮箱", "有效期至", "职责或岗位", "职责到期"
)  # fmt: skip
EXAMPLES = {
    UNIT_SHEET: ("water", "（示例）县水务局", "县水务局", "部门", "government", "30"),
    PEOPLE_SHEET: ("（示例）李青", "li.qing", "water", "13800001234", "", "", "信息员", ""),
}


class BadRoster(Exception):
    """The file cannot be read as a roster; the message says why."""


@dataclass(frozen=True)
class Row:
    """One row of a sheet: its number as the spreadsheet shows it, and its cells by column."""

    sheet: str
    number: int
    cells: dict[str, str]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def read(content: bytes) -> list[Row]:
    """Every filled row of the two sheets. Raises BadRoster."""
    _check_size(content)
    try:
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    except Exception as error:  # whatever the library stumbles over, it is no workbook
        raise BadRoster(_("文件打不开，请另存为 xlsx 格式再上传。")) from error
    rows: list[Row] = []
    for name, columns in ((UNIT_SHEET, UNIT_COLUMNS), (PEOPLE_SHEET, PEOPLE_COLUMNS)):
        if name in book.sheetnames:
            rows += _rows_of(name, book[name], columns)
    if not rows:
        raise BadRoster(
            _("没有可导入的行：请用模板填写“%(units)s”或“%(people)s”表。")
            % {"units": UNIT_SHEET, "people": PEOPLE_SHEET}
        )
    return rows


def template() -> bytes:
    """An empty workbook with the heads of both sheets and an example in each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, columns in ((UNIT_SHEET, UNIT_COLUMNS), (PEOPLE_SHEET, PEOPLE_COLUMNS)):
        sheet = book.create_sheet(name)
        sheet.append(columns)
        sheet.append(EXAMPLES[name])
        for number, cell in enumerate(sheet[1]):
            cell.font = Font(bold=True)
            sheet.column_dimensions[cell.column_letter].width = max(12, 3 * len(columns[number]))
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _check_size(content: bytes) -> None:
    if len(content) > MAX_FILE_BYTES:
        raise BadRoster(_("文件超过5 MB。"))
    try:
        unpacked = sum(entry.file_size for entry in zipfile.ZipFile(BytesIO(content)).infolist())
    except zipfile.BadZipFile as error:
        raise BadRoster(_("文件不是 xlsx 格式。")) from error
    if unpacked > MAX_UNPACKED_BYTES:
        raise BadRoster(_("文件解开后过大。"))


def _rows_of(name: str, sheet: Any, columns: tuple[str, ...]) -> list[Row]:
    lines = sheet.iter_rows(values_only=True, max_row=MAX_ROWS + 2, max_col=40)
    head = [_text(value) for value in next(lines, ())]
    missing = [column for column in columns[:3] if column not in head]
    if missing:
        raise BadRoster(
            _("“%(sheet)s”表缺少列：%(columns)s。") % {"sheet": name, "columns": "、".join(missing)}
        )
    places = {column: head.index(column) for column in columns if column in head}
    rows = []
    for number, values in enumerate(lines, start=2):
        cells = {column: _text(values[place]) for column, place in places.items()}
        if any(cells.values()) and not _is_example(name, cells):
            rows.append(Row(name, number, cells))
    if len(rows) > MAX_ROWS:
        raise BadRoster(_("“%(sheet)s”表超过2000行，请分开导入。") % {"sheet": name})
    return rows


def _is_example(name: str, cells: dict[str, str]) -> bool:
    columns = UNIT_COLUMNS if name == UNIT_SHEET else PEOPLE_COLUMNS
    return tuple(cells.get(column, "") for column in columns) == EXAMPLES[name]


def _text(value: Any) -> str:
    """A cell as a clerk would type it: no .0 behind numbers, days without hours."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()[:MAX_CELL]
