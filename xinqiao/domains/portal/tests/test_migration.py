"""An old site moves in: mapped, read, passed, published, led on, taken back."""

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.actions import (
    imports,
    imports_approval,
    imports_background,
    imports_publishing,
    imports_rollback,
    migration,
    migration_preview,
    migration_reading,
)
from xinqiao.domains.portal.adapters import old_sites
from xinqiao.domains.portal.models import (
    Article,
    ImportBatch,
    LegacyFolder,
    LegacyPage,
    LegacySite,
)
from xinqiao.domains.portal.queries import migration as queries
from xinqiao.domains.portal.tests.factories import BASIS, county
from xinqiao.domains.portal.tests.old_sites import map_news, opened, page, read, written, zipped
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.jobs import worker
from xinqiao.kernel.press import pages as press
from xinqiao.kernel.sites.models import Redirect
from xinqiao.kernel.sites.tests.factories import NOW, ColumnFactory, OrganisationFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return county()


@pytest.fixture
def legacy(place, tmp_path):
    return opened(place, written(tmp_path / "old"))


def outcomes(legacy):
    return {row.path: row.outcome for row in legacy.pages.filter(path__startswith="/news/")}


def passed(place, batch):
    """The batch with every step taken and the publisher's word given."""
    actor = place.fresh("contributor")
    batch = imports_approval.submit_batch(actor=actor, batch_id=batch.pk, now=NOW)
    while batch.state != rules.BatchState.APPROVED:
        secrecy = batch.state == rules.BatchState.SECRECY_REVIEW
        batch = imports_approval.pass_batch(
            actor=place.fresh(rules.DUTY_AT[batch.state]),
            batch_id=batch.pk,
            manifest_hash=batch.manifest_hash,
            opinion="public" if secrecy else "",
            basis=BASIS if secrecy else "",
            now=NOW,
        )
    publisher = place.fresh("publisher")
    imports_publishing.approve_publication(actor=publisher, batch_id=batch.pk, now=NOW)
    imports_publishing.publish_batch(batch_id=batch.pk, now=NOW)
    return ImportBatch.objects.get(pk=batch.pk)


@pytest.fixture
def published(place, legacy):
    map_news(place, legacy)
    return passed(place, read(place, legacy)[0])


def test_the_ledger_holds_every_page_and_each_folder_its_guess(legacy):
    assert queries.ledgers([legacy.pk])[legacy.pk].total == 8
    folder = legacy.folders.get(path="news")
    assert folder.pages_count == 5
    assert folder.selectors["body"] == "#zoom"
    found = {(one.title, one.date) for one in migration_preview.examples(folder)}
    assert ("校园安全检查开始", "2019-03-05 09:10") in found
    assert {one.title for one in migration_preview.examples(folder, {"title": "h9"})} == {""}


def test_taking_the_same_folder_up_again_finds_only_what_is_new(place, legacy, tmp_path):
    assert opened(place, tmp_path / "old").pk == legacy.pk
    assert legacy.pages.count() == 8
    (tmp_path / "old" / "news" / "t9.html").write_bytes(page("新的一页"))

    opened(place, tmp_path / "old")

    assert legacy.pages.count() == 9


def test_pages_are_read_and_one_bad_page_never_stops_the_rest(place, legacy):
    map_news(place, legacy)

    batch = read(place, legacy)[0]

    assert (batch.state, batch.imported) == ("ready", 3)
    assert outcomes(legacy) == {
        "/news/index.html": "skipped",
        "/news/201903/t1.html": "imported",
        "/news/201903/t2.html": "imported",
        "/news/utf8.htm": "imported",
        "/news/empty.html": "failed",
        "/news/binary.html": "failed",
    }
    assert legacy.pages.get(path="/news/binary.html").message == "无法识别编码，或不是网页文件"
    article = Article.objects.get(title="校园安全检查结束")
    assert article.source == "县教育局"
    assert article.original_published_at.isoformat().startswith("2019-03-05T01:10")
    assert article.column_id == place.column.pk


def test_tables_pictures_attachments_and_links_come_along(place, legacy):
    map_news(place, legacy)

    read(place, legacy)

    body = Article.objects.get(title="校园安全检查结束").body
    stored = {row.extension: row for row in StoredFile.objects.all()}
    assert "<td>820</td>" in body
    assert f'src="/manage/files/{stored["png"].path}"' in body
    assert f'href="/manage/files/{stored["pdf"].path}"' in body
    assert stored["pdf"].name == "检查方案.pdf"
    assert body.count(f'href="{place.subsite.address("/news/201903/t1.html")}"') == 2
    assert "https://www.example.org/a" in body
    assert "onclick" not in body
    message = legacy.pages.get(path="/news/201903/t2.html").message
    assert message.startswith("失效链接3个")


def test_reading_again_changes_nothing(place, legacy):
    map_news(place, legacy)
    read(place, legacy)
    before = list(Article.objects.values_list("pk", "body"))
    files = StoredFile.objects.count()

    assert read(place, legacy) == []
    legacy.pages.filter(outcome="imported").update(outcome="waiting", article=None, batch=None)
    read(place, legacy)

    assert list(Article.objects.values_list("pk", "body")) == before
    assert StoredFile.objects.count() == files
    assert legacy.pages.filter(outcome="imported", article__isnull=False).count() == 3


def test_a_text_that_changed_after_it_was_public_is_a_conflict(place, legacy, published, tmp_path):
    (tmp_path / "old" / "news" / "utf8.htm").write_bytes(page("春季开学", body="<p>改了</p>"))
    legacy.pages.filter(path="/news/utf8.htm").update(outcome="waiting")

    read(place, legacy)

    assert "已发布" in legacy.pages.get(path="/news/utf8.htm").message


def test_a_page_whose_text_is_refused_is_noted(place, tmp_path):
    bad = page("题" * 250)
    legacy = opened(place, written(tmp_path / "bad", {"news/t1.html": bad}))
    map_news(place, legacy)

    read(place, legacy)

    found = legacy.pages.get()
    assert found.outcome == "failed"
    assert "超过200字" in found.message


def test_a_folder_of_policies_is_read_as_documents(place, tmp_path):
    column = ColumnFactory(site=place.subsite, column_type="政策文件")
    legacy = opened(place, written(tmp_path / "policies", {"zc/t1.html": page("办法")}))
    map_news(place, legacy, "zc", column)

    batch = read(place, legacy)[0]

    assert batch.content_class == "document"


def test_old_addresses_answer_301_once_the_batch_is_public(place, published):
    article = Article.objects.get(title="校园安全检查结束")
    old = place.subsite.address("/news/201903/t2.html")

    answer = press.render(old)

    assert (answer.status, answer.location) == (301, article.address)
    assert press.render(article.address).status == 200
    lists = press.render(place.subsite.address("/news/index.html"))
    assert (lists.status, lists.location) == (301, place.column.address)
    assert press.render(place.subsite.address("/news/empty.html")).status == 404


def test_before_publication_a_batch_is_deleted_whole_and_may_be_read_again(place, legacy):
    map_news(place, legacy)
    batch = read(place, legacy)[0]

    imports_rollback.delete_batch(
        actor=place.fresh("contributor"), batch_id=batch.pk, reason="对应错了", now=NOW
    )

    assert not Article.objects.exists()
    assert ImportBatch.objects.get(pk=batch.pk).state == "taken_back"
    assert legacy.pages.filter(outcome="waiting", folder__path="news").count() == 3
    assert read(place, legacy)[0].imported == 3


def test_only_the_importer_deletes_and_only_before_the_review(place, legacy):
    map_news(place, legacy)
    batch = read(place, legacy)[0]
    who = {"batch_id": batch.pk, "reason": "不要", "now": NOW}
    other = person("contributor", organisation=place.unit)
    with pytest.raises(PermissionDenied):
        imports_rollback.delete_batch(actor=other, **who)
    importer = place.fresh("contributor")
    imports_approval.submit_batch(actor=importer, batch_id=batch.pk, now=NOW)

    with pytest.raises(imports.ImportRefused):
        imports_rollback.delete_batch(actor=importer, **who)
    assert Article.objects.count() == 3


def test_after_publication_a_batch_is_withdrawn_with_its_reason(place, legacy, published):
    who = {"batch_id": published.pk, "reason": "旧站内容有误", "now": NOW}

    imports_background.start_withdrawing(actor=place.fresh("publisher"), **who)
    worker.run_pending()

    assert set(Article.objects.values_list("public_state", "withdrawn_reason")) == {
        ("withdrawn", "旧站内容有误")
    }
    assert press.render(place.subsite.address("/news/201903/t2.html")).status == 404
    assert ImportBatch.objects.get(pk=published.pk).state == "taken_back"
    assert legacy.pages.filter(batch=published, outcome="skipped").count() == 3


def test_a_batch_is_withdrawn_by_a_publisher_and_only_when_it_is_public(place, legacy):
    map_news(place, legacy)
    batch = read(place, legacy)[0]
    who = {"batch_id": batch.pk, "reason": "不要", "now": NOW}

    with pytest.raises(PermissionDenied):
        imports_background.start_withdrawing(actor=place.fresh("contributor"), **who)
    with pytest.raises(imports.ImportRefused):
        imports_rollback.withdraw_batch(actor=place.fresh("publisher"), **who)
    assert not Redirect.objects.exists()


def test_reading_runs_in_the_background(place, legacy):
    map_news(place, legacy)

    imports_background.start_migrating(
        actor=place.fresh("contributor"), legacy_id=legacy.pk, now=NOW
    )
    worker.run_pending()

    assert Article.objects.count() == 3


def test_strangers_neither_take_up_nor_map_nor_read_nor_check(place, legacy, tmp_path):
    stranger = person("contributor", organisation=OrganisationFactory())
    folder = legacy.folders.get(path="news")
    acts = [
        lambda: migration.open_legacy_site(
            actor=stranger, site_id=place.subsite.pk, name="x", folder=str(tmp_path), now=NOW
        ),
        lambda: migration.upload_legacy_site(
            actor=stranger,
            site_id=place.subsite.pk,
            name="x",
            file_name="x.zip",
            source=zipped(),
            now=NOW,
        ),
        lambda: migration.map_folder(
            actor=stranger, folder_id=folder.pk, column_id=None, selectors={}, now=NOW
        ),
        lambda: imports_background.start_migrating(actor=stranger, legacy_id=legacy.pk, now=NOW),
        lambda: migration_reading.read_legacy_site(actor=stranger, legacy_id=legacy.pk, now=NOW),
        lambda: migration.check_page(
            actor=stranger, page_id=legacy.pages.first().pk, verdict="good", note="", now=NOW
        ),
    ]

    for act in acts:
        with pytest.raises(PermissionDenied):
            act()
    assert list(LegacySite.objects.visible_to(stranger)) == []


def test_a_folder_goes_only_to_a_column_of_its_own_site(place, legacy):
    with pytest.raises(migration.MigrationRefused):
        map_news(place, legacy, column=place.news)
    folder = migration.map_folder(
        actor=place.fresh("contributor"),
        folder_id=legacy.folders.get(path="news").pk,
        column_id=None,
        selectors={"body": " #zoom ", "other": "x"},
        now=NOW,
    )
    assert folder.selectors == {"title": "", "date": "", "source": "", "body": "#zoom"}


def test_a_folder_that_is_not_there_is_refused(place, tmp_path):
    with pytest.raises(migration.MigrationRefused):
        opened(place, tmp_path / "nothing")


def test_an_archive_is_unpacked_beside_the_data_and_taken_up(place, settings, tmp_path):
    settings.XINQIAO_DATA = tmp_path
    made = migration.upload_legacy_site(
        actor=place.fresh("contributor"),
        site_id=place.subsite.pk,
        name="旧站",
        file_name="旧站.zip",
        source=zipped(),
        now=NOW,
    )

    assert made.pages.count() == 8
    old_sites.forget(made.folder)
    assert list((tmp_path / "imports").iterdir()) == []
    old_sites.forget(str(tmp_path))
    assert tmp_path.exists()


def test_a_sampled_page_is_marked_and_counted(place, legacy):
    map_news(place, legacy)
    assert queries.sampled(legacy) == []
    read(place, legacy)
    sampled = queries.sampled(legacy)

    migration.check_page(
        actor=place.fresh("unit_reviewer"),
        page_id=sampled[0].pk,
        verdict="bad",
        note="少一张图",
        now=NOW,
    )

    ledger = queries.ledgers([legacy.pk])[legacy.pk]
    assert len(sampled) == 3
    assert (ledger.imported, ledger.failed, ledger.checked, ledger.bad) == (3, 2, 1, 1)
    with pytest.raises(ValueError, match="so-so"):
        migration.check_page(
            actor=place.fresh("unit_reviewer"),
            page_id=sampled[0].pk,
            verdict="so-so",
            note="",
            now=NOW,
        )
    assert next(iter(queries.page_cells(legacy)))[0] == "/index.html"
    assert list(queries.batches(legacy)) == [sampled[0].batch]


def test_things_name_themselves():
    assert str(LegacySite(name="旧站")) == "旧站"
    assert str(LegacyFolder()) == "/"
    assert str(LegacyFolder(path="news")) == "news"
    assert str(LegacyPage(path="/a.html")) == "/a.html"
