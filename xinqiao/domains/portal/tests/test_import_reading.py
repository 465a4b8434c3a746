"""Reading a batch: resumable, idempotent, one bad row never stops the rest, nothing is public."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.actions import imports, imports_approval, imports_background
from xinqiao.domains.portal.adapters import import_files, rows
from xinqiao.domains.portal.models import Article, ImportBatch, Placement
from xinqiao.domains.portal.tests.factories import draft, online
from xinqiao.domains.portal.tests.imports import GENERAL, file_of, opened, outcomes, read, record
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.jobs import worker
from xinqiao.kernel.sites.tests.factories import (
    NOW,
    ColumnFactory,
    OrganisationFactory,
    again,
    person,
)

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.XINQIAO_DATA = tmp_path
    return tmp_path / "imports"


@pytest.fixture
def small_chunks(monkeypatch):
    monkeypatch.setattr(imports, "CHUNK", 2)


def test_file_becomes_articles_that_nobody_sees_yet(place):
    batch = read(place, record(1), record(2, issued_date="2020-03-04"))

    assert (batch.state, batch.total, batch.imported, batch.failed) == ("ready", 2, 2, 0)
    article = Article.objects.get(source_key="old-2")
    assert (article.stage, article.public_state, article.live) == ("done", "unpublished", False)
    assert (article.batch, article.created_by) == (batch, place.people["contributor"])
    assert article.issued_date == dt.date(2020, 3, 4)
    assert batch.items.get(line=2).content_hash == queries.hash_of(article)
    assert batch.manifest_hash == queries.manifest_of(batch)
    assert Placement.objects.get(article=article).state == rules.PlacementState.ACCEPTED


def test_acts_are_in_the_audit_trail(place):
    read(place, record(1))

    acts = AuditEvent.objects.filter(action__startswith="portal.import").values_list(
        "action", "actor"
    )
    assert list(acts) == [
        ("portal.import_opened", place.people["contributor"].pk),
        ("portal.import_read", place.people["contributor"].pk),
    ]


def test_bad_rows_are_reported_and_the_rest_is_imported(place):
    batch = read(
        place, record(1), b"{broken", record(3, title=""), record(4, date="不详"), record(5)
    )

    assert (batch.imported, batch.failed) == (2, 3)
    assert outcomes(batch) == {
        1: ("imported", ""),
        2: ("failed", "不是有效的JSON"),
        3: ("failed", "没有标题"),
        4: ("failed", "“原发布时间”不是日期：不详"),
        5: ("imported", ""),
    }


def test_same_file_again_changes_nothing(place):
    read(place, record(1), record(2))

    batch = read(place, record(1), record(2))

    assert (batch.state, batch.skipped, batch.imported) == ("failed", 2, 0)
    assert batch.returned_reason == "没有可导入的新内容"
    assert Article.objects.count() == 2
    assert set(outcomes(batch).values()) == {("skipped", "内容没有变化")}


def test_changed_text_that_is_not_public_is_updated(place):
    first = read(place, record(1), record(2))

    batch = read(place, record(1, title="改过的标题"), record(2), content_class="sensitive")

    article = Article.objects.get(source_key="old-1")
    assert (article.title, article.batch, article.content_class) == (
        "改过的标题",
        batch,
        "sensitive",
    )
    assert outcomes(batch)[1] == ("updated", "按来源更新")
    assert outcomes(first)[1] == ("skipped", "已由后来的导入更新")
    assert batch.items.get(line=1).content_hash == queries.hash_of(article)


def test_changed_text_that_is_public_is_left_alone_and_reported(place):
    article = online(place, title="旧文1")
    Article.objects.filter(pk=article.pk).update(source_key="old-1")

    batch = read(place, record(1))

    assert outcomes(batch)[1] == ("conflict", "已发布，与来源不同，未作改动")
    assert batch.failed == 1
    article.refresh_from_db()
    assert article.body == "<p>自十一月十五日起供暖。</p>"


def test_text_under_review_is_left_alone(place):
    article = actions.submit(actor=place.fresh("contributor"), article_id=draft(place).pk, now=NOW)
    Article.objects.filter(pk=article.pk).update(source_key="old-1")
    batch = read(place, record(2))
    imports_approval.submit_batch(actor=place.fresh("contributor"), batch_id=batch.pk, now=NOW)

    again_read = read(place, record(1), record(2, title="改了"))

    assert outcomes(again_read) == {
        1: ("conflict", "正在审批，未作改动"),
        2: ("conflict", "所在批次正在审批，未作改动"),
    }


def test_text_that_somebody_worked_on_is_left_alone(place):
    article = draft(place)
    Article.objects.filter(pk=article.pk).update(source_key="old-1")

    batch = read(place, record(1))

    assert outcomes(batch)[1] == ("conflict", "已在工作台修改，未作改动")


def test_draft_that_nobody_worked_on_is_updated(place):
    batch = read(place, record(1), record(2))
    item = batch.items.get(line=1)
    imports_approval.drop_items(
        actor=place.fresh("contributor"), batch_id=batch.pk, item_ids=[item.pk], now=NOW
    )

    again_read = read(place, record(1, title="改了"))

    assert outcomes(again_read)[1] == ("updated", "按来源更新")


def test_an_id_twice_in_one_file_is_reported(place, small_chunks):
    batch = read(place, record(1), record(1, title="又一个"), record(1, title="第三个"))

    assert outcomes(batch) == {
        1: ("imported", ""),
        2: ("failed", "来源编号与第1行重复"),
        3: ("failed", "来源编号与前面某行重复"),
    }


def test_same_id_in_another_column_is_another_article(place):
    other = ColumnFactory(site=place.subsite)
    read(place, record(1))

    assert read(place, record(1), column=other).imported == 1


@pytest.mark.parametrize(
    ("column_type", "kind"),
    [("政策文件", "document"), ("解读", "interpretation"), ("通知公告", "notice"), ("", "news")],
)
def test_kind_follows_the_column(place, column_type, kind):
    column = ColumnFactory(site=place.subsite, column_type=column_type)

    read(place, record(1), column=column, content_class="document")

    article = Article.objects.get()
    assert article.kind == kind
    assert article.issuing_body == (column.organisation.name if kind == "document" else "")


def test_killed_reading_goes_on_where_it_stopped(place, small_chunks, monkeypatch):
    batch = opened(place, *(record(n) for n in range(1, 8)))
    real, calls = imports.judge, []

    def dies_at_the_third_chunk(*args, **options):
        calls.append(1)
        if len(calls) == 3:
            raise OperationalError("killed")
        return real(*args, **options)

    monkeypatch.setattr(imports, "judge", dies_at_the_third_chunk)
    with pytest.raises(OperationalError):
        imports.read_batch(batch_id=batch.pk, now=NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.imported) == ("reading", 4)

    same = opened(place, *(record(n) for n in range(1, 8)))
    whole = imports.read_batch(batch_id=same.pk, now=LATER)

    assert same.pk == batch.pk
    assert (whole.state, whole.imported) == ("ready", 7)
    assert [item.line for item in whole.items.all()] == list(range(1, 8))


def test_second_reader_does_not_write_a_chunk_again(place, monkeypatch):
    batch = opened(place, record(1), record(2))
    ImportBatch.objects.filter(pk=batch.pk).update(position=5)
    stale = ImportBatch.objects.get(pk=batch.pk)
    stale.position = 0
    monkeypatch.setattr(ImportBatch.objects, "get", lambda **_key: stale, raising=False)

    imports.read_batch(batch_id=batch.pk, now=NOW)

    assert not Article.objects.exists()


def test_finished_batch_is_not_read_again(place):
    batch = read(place, record(1))

    assert imports.read_batch(batch_id=batch.pk, now=LATER).state_since == batch.state_since
    assert imports._finish(batch.pk, LATER).state_since == batch.state_since


def test_file_is_forgotten_once_it_is_read(place, folder, django_capture_on_commit_callbacks):
    batch = opened(place, record(1))
    assert (folder / f"{batch.pk}.jsonl").exists()

    with django_capture_on_commit_callbacks(execute=True):
        imports.read_batch(batch_id=batch.pk, now=NOW)

    assert list(folder.iterdir()) == []


def test_missing_file_is_said(place, folder):
    batch = opened(place, record(1))
    (folder / f"{batch.pk}.jsonl").unlink()

    with pytest.raises(import_files.ImportFileMissing, match="请重新上传"):
        imports.read_batch(batch_id=batch.pk, now=NOW)


def test_rehearsal_writes_nothing(place):
    read(place, record(1))
    found = list(
        imports.rehearse(
            actor=place.fresh("contributor"),
            column_id=place.column.pk,
            source=file_of(record(1), record(2), b"x"),
            mapping=GENERAL,
            now=NOW,
        )
    )

    assert [verdict.outcome for verdict in found] == ["skipped", "imported", "failed"]
    assert Article.objects.count() == 1


def test_stranger_can_neither_open_nor_rehearse(place):
    stranger = person("contributor", organisation=OrganisationFactory())
    given = {"actor": stranger, "column_id": place.column.pk, "mapping": GENERAL, "now": NOW}

    with pytest.raises(PermissionDenied):
        imports.open_batch(**given, file_name="x.jsonl", source=file_of(record(1)))
    with pytest.raises(PermissionDenied):
        imports.rehearse(**given, source=file_of(record(1)))


@pytest.mark.parametrize(
    ("mapping", "column_type"),
    [(rows.mapping_of(rows.STATUTES), ""), (GENERAL, "政策文件")],
    ids=["statutes", "column of documents"],
)
def test_policy_documents_are_not_passed_as_news(place, mapping, column_type):
    column = ColumnFactory(site=place.subsite, column_type=column_type)

    with pytest.raises(imports.ImportRefused, match="公文或敏感"):
        opened(place, record(1), mapping=mapping, column=column)


def test_express_lane_is_not_for_batches(place):
    with pytest.raises(rules.ChainRefused):
        opened(place, record(1), content_class="express")


def test_mapping_may_be_changed_before_the_start_only(place):
    batch = opened(place, record(1, 名称="新标题"))
    given = {"actor": place.fresh("contributor"), "batch_id": batch.pk, "now": NOW}
    mapping = rows.mapping_of(rows.GENERAL, {"title": "名称"})

    imports.change_mapping(**given, mapping=mapping, content_class="document")
    imports.begin(**given)

    with pytest.raises(imports.ImportRefused, match="已经开始"):
        imports.change_mapping(**given, mapping=GENERAL, content_class="news")
    with pytest.raises(imports.ImportRefused, match="已经开始"):
        imports.abandon(**given)
    imports.read_batch(batch_id=batch.pk, now=NOW)
    assert Article.objects.get().title == "新标题"


def test_only_the_importer_begins(place):
    batch = opened(place, record(1))

    with pytest.raises(PermissionDenied):
        imports.begin(actor=place.fresh("unit_reviewer"), batch_id=batch.pk, now=NOW)


def test_abandoned_batch_is_never_read(place, folder, django_capture_on_commit_callbacks):
    batch = opened(place, record(1))

    with django_capture_on_commit_callbacks(execute=True):
        imports.abandon(actor=place.fresh("contributor"), batch_id=batch.pk, now=NOW)

    assert imports.read_batch(batch_id=batch.pk, now=NOW).returned_reason == "已放弃"
    assert list(folder.iterdir()) == []
    assert not Article.objects.exists()


def test_preview_and_rehearsal_of_a_batch_read_only_its_beginning(place):
    batch = opened(place, *(record(n) for n in range(9)))

    assert [line.number for line in imports.preview(batch_id=batch.pk, count=3)] == [1, 2, 3]
    verdicts = imports.rehearse_batch(batch=batch, count=4, now=NOW)
    assert [verdict.outcome for verdict in verdicts] == ["imported"] * 4


def test_reading_runs_in_the_background(place):
    batch = opened(place, record(1), record(2))

    imports_background.start_reading(
        actor=again(place.people["contributor"]), batch_id=batch.pk, now=NOW
    )
    worker.run_pending()

    batch.refresh_from_db()
    assert (batch.state, batch.total, batch.imported) == ("ready", 2, 2)


def test_a_chunk_needs_few_queries(place, django_assert_max_num_queries):
    batch = opened(place, *(record(n) for n in range(100)))

    with django_assert_max_num_queries(60):
        imports.read_batch(batch_id=batch.pk, now=NOW)
