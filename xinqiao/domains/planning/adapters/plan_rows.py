"""The lines of a column plan as a table: what each column of the sheet means."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from xinqiao.domains.planning.models import PlannedColumn
from xinqiao.kernel.ui import sheets

HEAD = ("上级栏目", "栏目", "责任单位", "建设方式", "更新方式", "更新间隔（天）", "说明")
WANTED = ("栏目", "责任单位")
MOST_COMPLAINTS = 20


def cells(row: PlannedColumn) -> list[Any]:
    """One line as cells of ``HEAD``."""
    return [
        row.area,
        row.name,
        row.organisation.name,
        row.get_mode_display(),
        row.get_kind_display(),
        row.update_days or "",
        row.note,
    ]


def read(content: bytes, units: Mapping[str, int]) -> tuple[list[dict[str, Any]], list[str]]:
    """The lines of an uploaded table, and what is wrong with others. Raises sheets.BadSheet.

    ``units`` leads from full and short names to organisations.
    """
    rows, wrong = [], []
    for number, said in sheets.records(content, WANTED):
        row, complaint = _row(said, units)
        if complaint:
            wrong.append(_("第%(number)d行：%(what)s") % {"number": number, "what": complaint})
        rows.append(row)
    return rows, wrong[:MOST_COMPLAINTS]


def _row(said: Mapping[str, str], units: Mapping[str, int]) -> tuple[dict[str, Any], str]:
    days = said.get("更新间隔（天）", "")
    unit, name = said.get("责任单位", ""), said.get("栏目", "")
    row = {
        "area": said.get("上级栏目", "")[:120],
        "name": name[:60],
        "organisation_id": units.get(unit),
        "mode": _code(PlannedColumn.Mode.choices, said.get("建设方式", ""), "built"),
        "kind": _code(PlannedColumn.Kind.choices, said.get("更新方式", ""), "dynamic"),
        "update_days": int(days) if days.isascii() and days.isdigit() and len(days) < 5 else None,
        "note": said.get("说明", "")[:200],
    }
    return row, _complaint(row, unit, days)


def _complaint(row: Mapping[str, Any], unit: str, days: str) -> str:
    if row["organisation_id"] is None:
        return _("没有这个单位：%s。") % (unit[:30] or _("空"))
    if days and row["update_days"] is None:
        return _("更新间隔要填数字。")
    return ""


def _code(choices: Iterable[tuple[str, Any]], word: str, usual: str) -> str:
    if not word:
        return usual
    return next((code for code, label in choices if word in {code, str(label)}), word)
