"""The auditor takes the trail with him as a workbook in which nothing runs."""

import datetime as dt
import io

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from xinqiao.kernel.accounts.tests.factories import holder
from xinqiao.kernel.audit import actions, exports
from xinqiao.kernel.audit.models import AuditEvent

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)


@pytest.fixture
def auditor():
    client = Client()
    client.force_login(holder("auditor"), backend="xinqiao.kernel.accounts.backends.DutyBackend")
    return client


def record(target, reason="事由"):
    actions.record(action="test.done", actor=None, target=target, at=NOW, reason=reason)


def sheet_of(answer):
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active


def test_the_page_offers_the_workbook_with_the_filters_that_are_set(auditor):
    record("文章甲")

    page = auditor.get(reverse("audit:events"), {"word": "甲"}).content.decode()

    assert "xlsx" in exports.kinds()
    assert f'href="{reverse("audit:export", args=("xlsx",))}?word=%E7%94%B2"' in page
    assert "导出为 xlsx 表格" in page


def test_the_workbook_holds_what_the_filters_give_and_no_formula(auditor):
    record("=HYPERLINK(甲)", reason="＝1+1")
    record("文章乙")

    answer = auditor.get(reverse("audit:export", args=("xlsx",)), {"word": "甲"})

    sheet = sheet_of(answer)
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    texts = {str(cell.value) for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}
    assert sheet.max_row == 2
    assert {"'=HYPERLINK(甲)", "'＝1+1", "2026-11-24 17:00:00"} <= texts
    assert not any("文章乙" in text for text in texts)


def test_the_export_itself_is_in_the_trail(auditor):
    auditor.get(reverse("audit:export", args=("xlsx",)), {"word": "甲"})

    event = AuditEvent.objects.get(action="audit.exported")
    assert event.after == {"word": "甲", "kind": "xlsx"}


def test_nobody_else_exports_the_trail():
    client = Client()
    client.force_login(
        holder("system_admin"), backend="xinqiao.kernel.accounts.backends.DutyBackend"
    )

    assert client.get(reverse("audit:export", args=("xlsx",))).status_code == 404
