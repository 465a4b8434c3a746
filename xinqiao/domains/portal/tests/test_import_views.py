"""The screens of imports: one happy path and the refusals; strangers find nothing."""

import gzip
import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.actions import imports, imports_approval
from xinqiao.domains.portal.models import Article, ImportBatch
from xinqiao.domains.portal.tests.factories import BASIS
from xinqiao.domains.portal.tests.imports import file_of, opened, read, record
from xinqiao.kernel.jobs import worker
from xinqiao.kernel.sites.tests.factories import NOW, ColumnFactory, OrganisationFactory, person

pytestmark = pytest.mark.django_db
BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.XINQIAO_DATA = tmp_path
    return tmp_path / "imports"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def as_(place, duty) -> Client:
    return client_of(place.people[duty])


def upload(client, column, content, *, name="旧站.jsonl", **said):
    sent = {
        "column": column.pk,
        "preset": "general",
        "content_class": "news",
        "file": SimpleUploadedFile(name, content),
    }
    return client.post("/manage/imports/new/", sent | said)


def do(client, batch, code, **said):
    sent = {f"{code}-{name}": value for name, value in said.items()}
    return client.post(f"/manage/imports/{batch.pk}/acts/{code}/", sent)


def text(answer):
    return answer.content.decode()


def test_from_the_file_to_the_public_in_the_workbench(place):
    writer = as_(place, "contributor")
    content = gzip.compress(file_of(record(1), record(2), b"{broken").read())

    answer = upload(writer, place.column, content, name="旧站.jsonl.gz")
    batch = ImportBatch.objects.get()
    assert answer.status_code == 302
    assert answer.url == f"/manage/imports/{batch.pk}/"
    page = text(writer.get(answer.url))
    assert "旧文1" in page
    assert "不是有效的JSON" in page
    assert "字段对应" in page
    assert "没有写入任何内容" in text(writer.get(f"/manage/imports/{batch.pk}/rehearsal/"))
    assert not Article.objects.exists()

    assert do(writer, batch, "start").status_code == 302
    worker.run_pending()
    assert do(writer, batch, "submit").status_code == 302
    for duty in ("unit_reviewer", "secrecy_reviewer", "editor"):
        batch.refresh_from_db()
        code = "secrecy" if duty == "secrecy_reviewer" else "pass"
        said = {"opinion": "public", "basis": BASIS} if code == "secrecy" else {}
        assert (
            do(as_(place, duty), batch, code, manifest_hash=batch.manifest_hash, **said).status_code
            == 302
        )
    assert do(as_(place, "publisher"), batch, "publish").status_code == 302
    worker.run_pending()

    batch.refresh_from_db()
    assert batch.state == "published"
    assert Article.objects.online().count() == 2
    assert "已发布" in text(writer.get("/manage/imports/"))


def test_progress_page_refreshes_itself_without_script(place):
    batch = opened(place, record(1))
    writer = as_(place, "contributor")
    assert "Refresh" not in writer.get(f"/manage/imports/{batch.pk}/").headers

    do(writer, batch, "start")
    answer = writer.get(f"/manage/imports/{batch.pk}/")

    assert answer.headers["Refresh"] == "3"
    assert "<progress" in text(answer)


def test_mapping_is_chosen_among_the_keys_of_the_file(place):
    batch = opened(place, record(1, 名称="正名"))
    writer = as_(place, "contributor")
    sent = {"preset": "general", "content_class": "news", "key_title": "名称", "key_body": "body"}

    writer.post(f"/manage/imports/{batch.pk}/mapping/", sent)

    batch.refresh_from_db()
    assert batch.mapping["fields"] == {"title": "名称", "body": "body"}


def test_another_preset_brings_its_own_keys(place):
    batch = opened(place, record(1))
    writer = as_(place, "contributor")

    writer.post(
        f"/manage/imports/{batch.pk}/mapping/",
        {"preset": "statutes", "content_class": "document", "key_title": "title"},
    )

    batch.refresh_from_db()
    assert batch.mapping["preset"] == "statutes"
    assert batch.mapping["fields"]["body"] == "paragraphs"


def test_mapping_that_is_refused_says_why(place):
    batch = opened(place, record(1))
    writer = as_(place, "contributor")

    answer = writer.post(
        f"/manage/imports/{batch.pk}/mapping/",
        {"preset": "statutes", "content_class": "news"},
        follow=True,
    )

    assert "公文或敏感" in text(answer)
    assert writer.post(f"/manage/imports/{batch.pk}/mapping/", {}).status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "said", "words"),
    [
        pytest.param("a.exe", b"x", {}, "只能导入", id="other ending"),
        pytest.param("a.jsonl", b"{}", {"content_class": "express"}, "选择", id="express lane"),
        pytest.param("a.jsonl", b"{}", {"preset": "statutes"}, "公文或敏感", id="law as news"),
    ],
)
def test_upload_that_is_refused_says_why(place, name, content, said, words):
    answer = upload(as_(place, "contributor"), place.column, content, name=name, **said)

    assert answer.status_code == 200
    assert words in text(answer)
    assert not ImportBatch.objects.exists()


def test_file_that_is_too_large_is_left_to_the_command(place, settings):
    settings.XINQIAO_UPLOAD_BYTES = 10

    answer = upload(as_(place, "contributor"), place.column, b"x" * 11)

    assert "xinqiao import" in text(answer)


def test_only_columns_of_the_own_unit_are_offered(place):
    foreign = ColumnFactory()

    answer = upload(as_(place, "contributor"), foreign, b"{}")

    assert answer.status_code == 200
    assert not ImportBatch.objects.exists()
    assert foreign.name not in text(answer)


def test_refusal_stands_beside_its_button(place):
    batch = read(place, record(1))
    imports_approval.submit_batch(actor=place.fresh("contributor"), batch_id=batch.pk, now=NOW)

    answer = do(as_(place, "unit_reviewer"), batch, "pass", manifest_hash="0" * 64)

    assert answer.status_code == 200
    assert "内容已变化" in text(answer)


def test_act_of_another_duty_is_refused_in_words(place):
    batch = read(place, record(1))

    answer = do(as_(place, "unit_reviewer"), batch, "submit")

    assert "不能办理这一步" in text(answer)
    assert do(as_(place, "contributor"), batch, "fly").status_code == 404


def test_importer_has_no_button_to_pass_his_own_batch(place):
    batch = read(place, record(1))
    imports_approval.submit_batch(actor=place.fresh("contributor"), batch_id=batch.pk, now=NOW)

    page = text(as_(place, "contributor").get(f"/manage/imports/{batch.pk}/"))

    assert "acts/pass/" not in page
    assert "现在没有您要办的事" in page


def test_sending_back_with_reason(place):
    batch = read(place, record(1))
    imports_approval.submit_batch(actor=place.fresh("contributor"), batch_id=batch.pk, now=NOW)
    reviewer = as_(place, "unit_reviewer")

    do(reviewer, batch, "send_back", reason="标题有误")

    page = text(as_(place, "contributor").get(f"/manage/imports/{batch.pk}/"))
    assert "标题有误" in page


def test_report_is_filtered_paged_and_exported(place):
    batch = read(place, *(record(n) for n in range(60)), b"bad", record(99, title="=1+1"))
    writer = as_(place, "contributor")
    address = f"/manage/imports/{batch.pk}/items/"

    assert "不是有效的JSON" in text(writer.get(f"{address}?outcome=failed"))
    assert "旧文1" not in text(writer.get(f"{address}?outcome=failed"))
    assert "下一页" in text(writer.get(address))
    assert "没有这种结果的条目" in text(writer.get(f"{address}?outcome=conflict"))
    book = load_workbook(
        io.BytesIO(b"".join(writer.get(f"{address}export/?outcome=imported").streaming_content))
    )
    cells = list(book.active.values)
    assert cells[0] == ("行号", "来源编号", "标题", "结果", "说明")
    assert len(cells) == 62
    assert cells[-1][2] == "'=1+1"


def test_item_shows_what_will_be_read_and_can_be_taken_out(place):
    batch = read(place, record(1, body="<p>甲</p><script>1</script>"), b"bad")
    good, bad = batch.items.order_by("line")
    writer = as_(place, "contributor")

    page = text(writer.get(f"/manage/imports/items/{good.pk}/"))
    assert "<p>甲</p>" in page
    assert "转为草稿</button>" in page
    assert "这一行没有导入文章" in text(writer.get(f"/manage/imports/items/{bad.pk}/"))
    writer.post(f"/manage/imports/items/{good.pk}/")

    assert Article.objects.get().stage == rules.Stage.DRAFT
    reviewer = as_(place, "unit_reviewer")
    assert "转为草稿</button>" not in text(reviewer.get(f"/manage/imports/items/{good.pk}/"))
    answer = reviewer.post(f"/manage/imports/items/{good.pk}/", follow=True)
    assert "只有导入人可以移出条目" in text(answer)


def test_preview_without_its_file_says_so(place, folder):
    batch = opened(place, record(1))
    (folder / f"{batch.pk}.jsonl").unlink()

    page = text(as_(place, "contributor").get(f"/manage/imports/{batch.pk}/"))

    assert "文件已不在" in page
    answer = as_(place, "contributor").get(f"/manage/imports/{batch.pk}/rehearsal/", follow=True)
    assert "请重新上传" in text(answer)


def test_rehearsal_is_only_before_the_start(place):
    batch = read(place, record(1))

    answer = as_(place, "contributor").get(f"/manage/imports/{batch.pk}/rehearsal/")

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "path",
    ["", "rehearsal/", "items/", "items/export/"],
)
def test_batch_of_another_unit_does_not_exist(place, path):
    batch = opened(place, record(1))
    stranger = client_of(person("contributor", organisation=OrganisationFactory()))

    assert stranger.get(f"/manage/imports/{batch.pk}/{path}").status_code == 404
    assert stranger.post(f"/manage/imports/{batch.pk}/acts/start/").status_code == 404
    assert stranger.post(f"/manage/imports/{batch.pk}/mapping/", {}).status_code == 404
    assert batch.name not in text(stranger.get("/manage/imports/"))


def test_item_of_another_unit_does_not_exist(place):
    batch = read(place, record(1))
    stranger = client_of(person("contributor", organisation=OrganisationFactory()))
    item = batch.items.get()

    assert stranger.get(f"/manage/imports/items/{item.pk}/").status_code == 404
    assert stranger.post(f"/manage/imports/items/{item.pk}/").status_code == 404


def test_list_needs_few_queries_whatever_it_shows(place, django_assert_max_num_queries):
    for number in range(12):
        opened(place, {"id": number, "title": "题", "body": "文"})
    writer = as_(place, "contributor")

    with django_assert_max_num_queries(12):
        writer.get("/manage/imports/")


def test_batch_waits_on_the_home_page_of_its_next_person(place):
    batch = read(place, record(1))
    imports_approval.submit_batch(actor=place.fresh("contributor"), batch_id=batch.pk, now=NOW)

    page = text(as_(place, "unit_reviewer").get("/manage/"))

    assert f"/manage/imports/{batch.pk}/" in page


def test_abandoned_batch_is_said_so(place):
    batch = opened(place, record(1))

    do(as_(place, "contributor"), batch, "abandon")

    assert "已放弃" in text(as_(place, "contributor").get(f"/manage/imports/{batch.pk}/"))
    with pytest.raises(imports.ImportRefused):
        imports.begin(actor=place.fresh("contributor"), batch_id=batch.pk, now=NOW)


def test_records_of_the_preview_are_shown_as_text(place):
    batch = opened(place, json.loads('{"id": 1, "title": "<img src=x onerror=y>", "body": "b"}'))

    page = text(as_(place, "contributor").get(f"/manage/imports/{batch.pk}/"))

    assert "<img src=x" not in page
