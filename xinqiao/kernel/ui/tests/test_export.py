"""Exports hold text only: a spreadsheet must never run what somebody typed."""

import datetime as dt
import io

import pytest
from openpyxl import load_workbook

from xinqiao.kernel.ui import export

TRIGGERS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%"]
PAYLOADS = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x")', "SUM(A1:A9)", "IMPORTXML(1)"]


def _body(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize("payload", PAYLOADS)
@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("before", ["", " ", "\u3000"])
def test_no_cell_of_a_workbook_is_a_formula(trigger, payload, before):
    response = export.xlsx([[before + trigger + payload]], ["标题"], file_name="清单")

    sheet = load_workbook(io.BytesIO(_body(response))).active
    cell = sheet.cell(2, 1)
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_csv_cells_that_look_like_formulas_are_quoted(trigger):
    response = export.csv_file([[trigger + "1+1"]], ["标题"], file_name="清单")

    line = _body(response).decode().splitlines()[1]
    assert line.lstrip('"').startswith("'")


def test_plain_text_and_times_are_left_as_they_are():
    moment = dt.datetime(2026, 11, 24, 1, 30, tzinfo=dt.UTC)

    assert export.safe("关于做好春耕备耕的通知") == "关于做好春耕备耕的通知"
    assert export.safe(moment) == "2026-11-24 09:30"
    assert export.safe(None) == ""


def test_export_ends_at_its_limit_and_says_so(monkeypatch):
    monkeypatch.setattr(export, "MAX_ROWS", 3)

    response = export.csv_file(([number] for number in range(9)), ["编号"], file_name="清单")

    lines = _body(response).decode().splitlines()
    assert len(lines) == 5
    assert "只导出前3行" in lines[-1]


def test_control_characters_do_not_break_the_workbook():
    response = export.xlsx([["标题\x00\x0b"]], ["标题"], file_name="清单")

    assert load_workbook(io.BytesIO(_body(response))).active.cell(2, 1).value == "标题"
