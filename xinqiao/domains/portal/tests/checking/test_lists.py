"""The lists that the checks use: who keeps them, what is kept of it, files in and out."""

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from openpyxl import Workbook, load_workbook

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.actions import check_lists as actions
from xinqiao.domains.portal.adapters import word_files
from xinqiao.domains.portal.models import CheckWord, RegisteredLeader
from xinqiao.domains.portal.rules import checking
from xinqiao.domains.portal.tests.factories import NOW
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.sites.tests.factories import person

pytestmark = pytest.mark.django_db

FIRST = dt.date(2026, 1, 10)
LEADER = {"name": "李建国", "title": "县委副书记、县长", "rank": 2, "starts_date": FIRST}


@pytest.fixture
def keeper(place):
    return person("site_manager", organisation=place.office)


def save(keeper, **facts):
    whole = {"kind": "wrong", "word": "布署", "suggestion": "部署"} | facts
    return actions.save_word(actor=keeper, now=NOW, **whole)


def audited():
    return list(AuditEvent.objects.order_by("pk").values_list("action", flat=True))


def sheet(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    target.seek(0)
    target.name = "词表.xlsx"
    return target


def text(words, name="词表.txt", encoding="utf-8"):
    target = io.BytesIO(words.encode(encoding))
    target.name = name
    return target


def test_only_the_portals_site_manager_keeps_the_lists(place, keeper):
    of_unit = person("site_manager", organisation=place.unit)

    assert policies.can_keep_lists(keeper)
    assert not policies.can_keep_lists(of_unit)
    for act in (
        lambda: save(of_unit),
        lambda: actions.delete_word(actor=of_unit, word_id=1, now=NOW),
        lambda: actions.import_words(actor=of_unit, rows=[], source="", now=NOW),
        lambda: actions.save_leader(actor=of_unit, now=NOW, **LEADER),
        lambda: actions.delete_leader(actor=of_unit, leader_id=1, now=NOW),
        lambda: actions.import_leaders(actor=of_unit, rows=[], source="", now=NOW),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_word_is_added_changed_and_deleted_with_trace(keeper):
    row = save(keeper)
    again = save(keeper, suggestion="安排")
    actions.delete_word(actor=keeper, word_id=row.pk, now=NOW)

    assert (again.pk, again.suggestion, again.changed_by) == (row.pk, "安排", keeper)
    assert audited() == ["portal.check_word_saved"] * 2 + ["portal.check_word_deleted"]
    assert not CheckWord.objects.exists()


@pytest.mark.parametrize(
    "facts", [{"word": "部"}, {"suggestion": "布署"}, {"kind": "nothing"}, {"word": "长" * 61}]
)
def test_word_that_makes_no_sense_is_refused(keeper, facts):
    with pytest.raises(ValidationError):
        save(keeper, **facts)


def test_lines_are_imported_and_wrong_ones_named(keeper):
    rows = [
        ["类别", "词语", "正确写法或提示"],
        ["错别字", "布署", "部署"],
        ["sensitive", "六合彩"],
        ["错别字", "布署", "安排"],
        ["别的", "词语"],
        ["例外用语", "短"],
    ]

    count, wrong = actions.import_words(actor=keeper, rows=rows, source="词表.xlsx", now=NOW)

    assert count == 2
    assert [line[:3] for line in wrong] == ["第5行", "第6行"]
    assert CheckWord.objects.get(word="布署").suggestion == "安排"
    assert audited() == ["portal.check_words_imported"]


def test_builtin_list_fills_only_empty_lists(keeper):
    rows = word_files.builtin_rows()

    count = actions.load_builtin_words(rows=rows, now=NOW)

    assert count == len(rows) > 600
    assert actions.load_builtin_words(rows=rows, now=NOW) == 0


def test_builtin_words_leave_ordinary_official_texts_alone():
    words = checking.WordSet(checking.Word(*[*row, ""][:3]) for row in word_files.builtin_rows())
    ordinary = (
        "全县统一但分步实施，请于6月份内完成；来自已建成项目的资金引导至农业。"
        "究竟选择哪一方案由各单位确定，单位负责人签字。在全部份额中预防害虫占一成。"
        "请到办证大厅办理，打击赌博和刷单诈骗，根治欠薪。"
    )

    assert words.find(checking.Segment("正文", ordinary)) == []
    assert len(words.find(checking.Segment("正文", "会议布署工作，截止目前已经落实道位"))) == 3


def test_leader_is_registered_corrected_and_deleted_with_trace(keeper):
    row = actions.save_leader(actor=keeper, now=NOW, **LEADER)
    actions.save_leader(actor=keeper, now=NOW, leader_id=row.pk, **{**LEADER, "rank": 1})
    assert RegisteredLeader.objects.get().rank == 1
    actions.delete_leader(actor=keeper, leader_id=row.pk, now=NOW)

    assert audited() == ["portal.leader_saved"] * 2 + ["portal.leader_deleted"]
    assert AuditEvent.objects.order_by("pk")[1].before["rank"] == 2


def test_office_does_not_end_before_it_begins(keeper):
    with pytest.raises(ValidationError):
        actions.save_leader(actor=keeper, now=NOW, **LEADER, ends_date=FIRST - dt.timedelta(days=1))


def test_leaders_are_imported_and_wrong_lines_named(keeper):
    rows = [
        ["姓名", "职务", "排序", "任职起", "任职止"],
        ["周明远", "县委书记", "1", "2026-01-10"],
        ["李建国", "县长", "2", "2026-01-10", "2026-12-31"],
        ["李建国", "县长", "3", "2026-01-10", ""],
        ["王芳", "副县长", "三", "2026-01-10"],
        ["", "副县长", "4", "2026-01-10"],
    ]

    count, wrong = actions.import_leaders(actor=keeper, rows=rows, source="名册", now=NOW)

    assert count == 3
    assert [line[:3] for line in wrong] == ["第5行", "第6行"]
    assert list(RegisteredLeader.objects.values_list("name", "rank")) == [
        ("周明远", 1),
        ("李建国", 3),
    ]


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(text("# 说明\n错别字\t布署\t部署\n\n"), id="tabs"),
        pytest.param(text("错别字,布署,部署", encoding="gb18030"), id="commas in GB 18030"),
        pytest.param(sheet(["错别字", "布署", "部署"], [None, None, None]), id="workbook"),
    ],
)
def test_files_of_words_are_read(source):
    assert [row[:3] for row in word_files.rows_of(source.name, source)] == [
        ["错别字", "布署", "部署"]
    ]


def test_days_in_a_workbook_are_read_as_days():
    (row,) = word_files.rows_of("a.xlsx", sheet(["李", 1, dt.datetime(2026, 1, 10)]))

    assert row[:3] == ["李", "1", "2026-01-10"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.doc", b"x"),
        ("a.xlsx", b"not a workbook"),
        ("a.txt", b"\xff\xff\xff"),
        ("a.txt", b"x\n" * (word_files.MOST_LINES + 1)),
        ("a.txt", b"x" * (word_files.MOST_BYTES + 1)),
    ],
)
def test_other_files_are_refused_in_words(name, content):
    with pytest.raises(word_files.BadList):
        word_files.rows_of(name, io.BytesIO(content))


def test_screens_are_not_there_for_others(place, keeper):
    row = save(keeper)
    leader = actions.save_leader(actor=keeper, now=NOW, **LEADER)
    others = [
        as_(place, "editor"),
        client_of(person("site_manager", organisation=place.unit)),
        client_of(person("system_admin", organisation=place.office)),
    ]

    for client in others:
        for path in ("", "export/", f"{row.pk}/delete/", "import/"):
            assert client.get(f"/manage/check-words/{path}").status_code in {404, 405}
            assert client.post(f"/manage/check-words/{path}").status_code in {404, 405}
        for path in ("", "export/", f"{leader.pk}/", f"{leader.pk}/delete/", "import/"):
            assert client.get(f"/manage/leaders/{path}").status_code in {404, 405}
            assert client.post(f"/manage/leaders/{path}").status_code in {404, 405}
    assert CheckWord.objects.exists()
    assert RegisteredLeader.objects.exists()


@pytest.fixture
def client(keeper) -> Client:
    return client_of(keeper)


def test_words_on_the_screen(client, keeper):
    sent = {"kind": "wrong", "word": "布署", "suggestion": "部署"}
    assert client.post("/manage/check-words/", sent).status_code == 302
    refused = client.post("/manage/check-words/", {**sent, "suggestion": "布署"})
    assert "相同" in refused.content.decode()

    page = client.get("/manage/check-words/?kind=wrong&q=布").content.decode()
    assert "布署" in page
    assert str(keeper.name) in page
    assert "布署" not in client.get("/manage/check-words/?kind=allowed").content.decode()

    client.post(f"/manage/check-words/{CheckWord.objects.get().pk}/delete/")
    assert not CheckWord.objects.exists()


def test_what_is_exported_can_be_imported_again(client):
    client.post("/manage/check-words/import/", {"builtin": "1"})
    count = CheckWord.objects.count()
    answer = client.get("/manage/check-words/export/")
    book = io.BytesIO(b"".join(answer.streaming_content))
    assert load_workbook(book).active.max_row == count + 1
    CheckWord.objects.all().delete()

    book.seek(0)
    book.name = "检查用词.xlsx"
    client.post("/manage/check-words/import/", {"file": book})

    assert CheckWord.objects.count() == count


def test_refused_files_are_told(client):
    page = client.post("/manage/check-words/import/", follow=True).content.decode()
    assert "请选择文件" in page

    sent = {"file": text("错别字\t短\n")}
    page = client.post("/manage/check-words/import/", sent, follow=True).content.decode()
    assert "第1行" in page


def test_leaders_on_the_screen(client):
    sent = {"name": "李建国", "title": "县长", "rank": "2", "starts_date": "2026-01-10"}
    assert client.post("/manage/leaders/", sent).status_code == 302
    row = RegisteredLeader.objects.get()
    assert "李建国" in client.get(f"/manage/leaders/{row.pk}/").content.decode()
    refused = client.post(f"/manage/leaders/{row.pk}/", {**sent, "ends_date": "2025-01-01"})
    assert "不能早于" in refused.content.decode()
    client.post(f"/manage/leaders/{row.pk}/", {**sent, "rank": "1"})
    assert RegisteredLeader.objects.get().rank == 1

    answer = client.get("/manage/leaders/export/")
    book = io.BytesIO(b"".join(answer.streaming_content))
    client.post(f"/manage/leaders/{row.pk}/delete/")
    book.name = "登记领导.xlsx"
    client.post("/manage/leaders/import/", {"file": book})
    assert RegisteredLeader.objects.get().title == "县长"
    page = client.post("/manage/leaders/import/", follow=True).content.decode()
    assert "请选择文件" in page


def test_a_page_of_words_costs_few_queries(client, keeper, django_assert_max_num_queries):
    client.post("/manage/check-words/import/", {"builtin": "1"})

    with django_assert_max_num_queries(16):
        client.get("/manage/check-words/")
