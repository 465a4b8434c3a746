"""Workbooks of units and people for tests."""

from io import BytesIO

from openpyxl import Workbook

from xinqiao.kernel.accounts import actions
from xinqiao.kernel.accounts.rosters import reading
from xinqiao.kernel.accounts.tests.factories import NOW, system_admin

UNITS = [("water", "青溪县水务局", "县水务局", "部门", "gov", 30)]
PEOPLE = [
    ("李青", "li.qing", "water", 13800001234, "", None, "信息员", None),
    ("王审", "wang.shen", "water", "", "w@example.com", None, "单位审核岗", None),
]


def workbook(units=UNITS, people=PEOPLE, *, unit_columns=reading.UNIT_COLUMNS):
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, columns, rows in (
        (reading.UNIT_SHEET, unit_columns, units),
        (reading.PEOPLE_SHEET, reading.PEOPLE_COLUMNS, people),
    ):
        if rows is not None:
            sheet = book.create_sheet(name)
            for row in (columns, *rows):
                sheet.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def uploaded(actor=None, content=None, **sheets):
    return actions.upload_roster(
        actor=actor or system_admin(),
        name="名册.xlsx",
        content=content or workbook(**sheets),
        now=NOW,
    )


def imported(actor=None, **sheets):
    actor = actor or system_admin()
    roster = uploaded(actor, **sheets)
    return actions.import_roster(actor=actor, roster_id=roster.pk, now=NOW)
