"""A notice as a table of three columns: date, off or work, name of the holiday."""

import csv
import datetime as dt
import io

from xinqiao.kernel.calendars.rules import KINDS, BadHolidayNotice, Day, Problem, checked_days

MAX_BYTES = 64 * 1024
MAX_LINES = 200
HEADINGS = ("date", "日期")
COLUMNS = 3


def decoded(content: bytes) -> str:
    """The text of an uploaded table, as UTF-8 or as Excel saves it. Raises BadHolidayNotice."""
    if len(content) > MAX_BYTES:
        raise BadHolidayNotice([Problem(0, f"文件超过{MAX_BYTES // 1024}KB，不像一年的放假安排。")])
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadHolidayNotice([Problem(0, "文件不是文本，请另存为 CSV 再上传。")])


def read_notice(year: int, text: str) -> list[Day]:
    """The days of one year's notice. Raises BadHolidayNotice naming every line at fault."""
    if "\x00" in text:
        raise BadHolidayNotice([Problem(0, "文件不是文本，请另存为 CSV 再上传。")])
    rows = _rows(text)
    days, problems = [], []
    for line, row in rows:
        try:
            days.append(_day(row))
        except ValueError as error:
            problems.append(Problem(line, str(error)))
    if problems or not days:
        raise BadHolidayNotice(problems or [Problem(0, "文件里没有日期。")])
    return checked_days(year, days, first_line=rows[0][0])


def _rows(text: str) -> list[tuple[int, list[str]]]:
    try:
        lines = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise BadHolidayNotice([Problem(0, "文件不是 CSV 表格。")]) from error
    if len(lines) > MAX_LINES:
        raise BadHolidayNotice([Problem(0, f"文件超过{MAX_LINES}行，不像一年的放假安排。")])
    cells = [[cell.strip() for cell in line] for line in lines]
    while cells and not any(cells[-1]):
        cells.pop()
    first = 1 if cells and cells[0] and cells[0][0].lower() in HEADINGS else 0
    return list(enumerate(cells[first:], first + 1))


def _day(row: list[str]) -> Day:
    if len(row) != COLUMNS:
        raise ValueError("应有三列：日期、off 或 work、节日名称。")
    date, kind, name = row
    if kind.lower() not in KINDS:
        raise ValueError(f"安排应为 off（放假）或 work（上班），现为“{kind[:10]}”。")
    return Day(_date(date), KINDS[kind.lower()], name)


def _date(text: str) -> dt.date:
    year, _, rest = text.replace("/", "-").partition("-")
    month, _, day = rest.partition("-")
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError as error:
        raise ValueError(f"“{text[:20]}”不是日期，应写成 2027-10-01。") from error
