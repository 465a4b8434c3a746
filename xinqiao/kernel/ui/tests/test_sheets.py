"""Uploaded tables: whatever is in them becomes text, or is refused in words."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from xinqiao.kernel.ui import sheets


def book(*rows):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def test_cells_are_what_a_clerk_would_type():
    content = book(["名称", "数", "日期"], [" 一中 ", 3.0, dt.datetime(2026, 1, 2, 3)], [None] * 3)

    assert sheets.read(content) == [["名称", "数", "日期"], ["一中", "3", "2026-01-02"]]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_csv_of_either_encoding(encoding):
    content = "名称,电话\n一中,'-1\n".encode(encoding)

    assert sheets.records(content, ["名称"]) == [(2, {"名称": "一中", "电话": "-1"})]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        pytest.param(b"x" * (5 * 1024 * 1024 + 1), "5 MB", id="too large"),
        pytest.param(b"PK broken", "打不开", id="no workbook"),
        pytest.param(b"\xff\xfe\xff", "打不开", id="no text"),
        pytest.param(b"a\0b", "打不开", id="nul"),
        pytest.param(b"\n\n", "没有内容", id="empty"),
        pytest.param(b'"' + b"x" * 140_000, "读不懂", id="endless cell"),
        pytest.param(b"a\n" * 2003, "2000", id="too many rows"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content, told):
    with pytest.raises(sheets.BadSheet, match=told):
        sheets.read(content)


def test_a_bomb_is_not_unpacked():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a", b"0" * (65 * 1024 * 1024))

    with pytest.raises(sheets.BadSheet, match="过大"):
        sheets.read(target.getvalue())


@pytest.mark.parametrize(("head", "told"), [("名", "缺少列：名称"), ("名称,名称", "同名")])
def test_a_head_that_does_not_fit_is_refused(head, told):
    with pytest.raises(sheets.BadSheet, match=told):
        sheets.records(f"{head}\n1,2\n".encode(), ["名称"])


@given(st.binary(max_size=300))
def test_any_bytes_are_rows_or_refused(content):
    try:
        rows = sheets.read(content)
    except sheets.BadSheet:
        return
    assert all(isinstance(cell, str) for row in rows for cell in row)
