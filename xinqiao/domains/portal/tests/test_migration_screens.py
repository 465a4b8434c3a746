"""Screens of the migration."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from xinqiao.domains.portal.actions import migration_reading
from xinqiao.domains.portal.models import Article, LegacySite
from xinqiao.domains.portal.tests.factories import county
from xinqiao.domains.portal.tests.old_sites import written, zipped
from xinqiao.domains.portal.tests.test_migration import map_news, opened
from xinqiao.kernel.jobs import worker
from xinqiao.kernel.sites.tests.factories import NOW

pytestmark = pytest.mark.django_db
BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"


@pytest.fixture
def place():
    return county()


def client_of(place, duty="contributor"):
    client = Client()
    client.force_login(place.people[duty], backend=BACKEND)
    return client


def text_of(client, name, *args, **fields):
    answer = client.get(reverse(f"portal:{name}", args=args), fields)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_archive_is_taken_mapped_read_and_looked_at_again(place, settings, tmp_path):
    settings.XINQIAO_DATA = tmp_path
    client = client_of(place)
    assert "还没有迁入过" in text_of(client, "legacies")
    archive = SimpleUploadedFile("旧站.zip", zipped().read())
    said = {"site": place.subsite.pk, "name": "教育局旧站", "hosts": "old.example.cn，a.cn"}

    client.post(reverse("portal:legacy_new"), {**said, "file": archive})
    legacy = LegacySite.objects.get()
    assert legacy.hosts == ["old.example.cn", "a.cn"]
    folder = legacy.folders.get(path="news")
    address = reverse("portal:legacy_folder", args=[folder.pk])
    assert "校园安全检查开始" in text_of(client, "legacy_folder", folder.pk)
    tried = client.post(address, {"title": ".none", "body": "#zoom", "try": "1"})
    assert "没有找到标题" in tried.content.decode()
    mapped = client.post(address, {**folder.selectors, "column": place.column.pk})
    assert mapped.status_code == 302

    client.post(reverse("portal:legacy_read", args=[legacy.pk]))
    worker.run_pending()

    page = text_of(client, "legacy", legacy.pk)
    assert "已导入3，失败2" in page
    assert "失效链接" in text_of(client, "legacy_pages", legacy.pk, outcome="imported")
    first = legacy.pages.filter(outcome="imported").first()
    check = reverse("portal:legacy_check", args=[legacy.pk])
    client.post(check, {"page_id": first.pk, "verdict": "good", "note": ""})
    client.post(check, {"page_id": first.pk, "verdict": "wrong"})
    first.refresh_from_db()
    assert first.check_result == "good"
    assert client.post(check, {"page_id": 10**9, "verdict": "good"}).status_code == 404
    assert client.get(reverse("portal:legacy_export", args=[legacy.pk])).status_code == 200


@pytest.mark.parametrize(("name", "content"), [("a.zip", b"nothing"), ("a.exe", b"MZ")])
def test_what_is_no_archive_is_answered_in_chinese(place, settings, tmp_path, name, content):
    settings.XINQIAO_DATA = tmp_path
    said = {"site": place.subsite.pk, "name": "旧站", "file": SimpleUploadedFile(name, content)}

    answer = client_of(place).post(reverse("portal:legacy_new"), said)

    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not LegacySite.objects.exists()


def test_a_colleague_sees_the_ledger_but_neither_maps_nor_reads(place, tmp_path):
    legacy = opened(place, written(tmp_path / "old"))
    folder = legacy.folders.get(path="news")
    client = client_of(place, "unit_reviewer")

    assert "教育局旧站" in text_of(client, "legacies")
    answer = client.post(reverse("portal:legacy_folder", args=[folder.pk]), folder.selectors)
    assert "只有这个站点的信息员" in answer.content.decode()
    assert client.post(reverse("portal:legacy_read", args=[legacy.pk])).status_code == 404


def test_the_importer_deletes_a_batch_from_its_page(place, tmp_path):
    legacy = opened(place, written(tmp_path / "old"))
    map_news(place, legacy)
    batch = migration_reading.read_legacy_site(
        actor=place.fresh("contributor"), legacy_id=legacy.pk, now=NOW
    )[0]
    client = client_of(place)
    assert "删除这一批" in text_of(client, "import_batch", batch.pk)

    act = reverse("portal:import_act", args=[batch.pk, "delete"])
    client.post(act, {"delete-reason": "目录对应错了"})

    assert not Article.objects.exists()
    assert "已回退" in text_of(client, "import_batch", batch.pk)
