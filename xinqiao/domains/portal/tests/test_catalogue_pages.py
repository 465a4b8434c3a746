"""What readers and staff see of catalogues: look-up pages, screens of the workbench."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from xinqiao.domains.portal.adapters import connectors
from xinqiao.domains.portal.models import Catalogue, CatalogueEntry, CatalogueImport
from xinqiao.domains.portal.tests.catalogues import listed, opened, published
from xinqiao.domains.portal.tests.screens import client_of
from xinqiao.kernel.press.pages import render
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.tests.factories import NOW

pytestmark = pytest.mark.django_db


def test_readers_look_up_by_word_choice_and_amount(catalogue, writer, publisher):
    published(catalogue, writer, publisher)
    published(catalogue, writer, publisher, 名称="茶旅小镇", 行业="旅游", 总投资="500")
    found = {
        "?q=工业大道": (True, True),
        "?q=食品": (True, False),
        "?f0=旅游": (False, True),
        "?f0=没有的": (True, True),
        "?f1-from=600": (True, False),
        "?f1-to=600": (False, True),
        "?f1-from=x&f1-to=²": (True, True),
        "?q=a%00b'\"%25": (False, False),
    }

    for query, (food, tea) in found.items():
        page = listed(query)
        assert (">青溪食品产业园<" in page, ">茶旅小镇<" in page) == (food, tea), query
    assert "没有找到符合的内容" in listed("?q=没有")
    assert "12,000万元" in listed()
    assert listed("?page=2").count("<li><h2>") == 0
    assert listed("?page=x").count("<li><h2>") == 2


def test_long_lists_have_pages_and_few_queries(
    catalogue, writer, publisher, django_assert_max_num_queries
):
    CatalogueEntry.objects.bulk_create(
        CatalogueEntry(
            catalogue=catalogue,
            name=f"项目{n:02}",
            words=f"项目{n:02}",
            state="published",
            changed_by=writer,
            changed_at=NOW,
        )
        for n in range(45)
    )

    with django_assert_max_num_queries(8):
        page = listed("?q=项目")
    assert page.count("<li><h2>") == 20
    assert 'rel="next"' in page
    last = listed("?q=项目&page=3")
    assert last.count("<li><h2>") == 5
    assert 'rel="prev"' in last


def test_one_row_and_the_list_of_catalogues(catalogue, place, writer, publisher):
    assert "还没有可以查询的内容" in render("/services/lookup/").body.decode()
    entry = published(catalogue, writer, publisher, 地图="/page/about/")

    page = render(f"/elder/services/lookup/investment/{entry.pk}/").body.decode()
    assert 'href="/elder/page/about/"' in page
    assert place.unit.name in page
    assert "招商引资项目" in render("/services/lookup/").body.decode()
    assert "招商引资项目" in render("/").body.decode()
    bare = published(catalogue, writer, publisher, 名称="乙", 地址="", 地图="/page/about/")
    assert "看地图" in render(f"/services/lookup/investment/{bare.pk}/").body.decode()
    assert render("/services/lookup/none/").status == 404


def test_look_up_is_a_feature_that_begins_switched_off(catalogue, place, writer, publisher):
    published(catalogue, writer, publisher)
    Site.objects.filter(pk=place.portal.pk).update(features={})

    assert render("/services/lookup/").status == 404
    assert render("/services/lookup/investment/").status == 404
    assert "招商引资项目" not in render("/").body.decode()


# --- screens


def table(text):
    return {"file": SimpleUploadedFile("a.csv", text.encode())}


def test_a_catalogue_from_opening_to_export_on_screens(place, portal_manager, writer, publisher):
    boss, mine, desk = client_of(portal_manager), client_of(writer), client_of(publisher)
    new = {"site_id": place.portal.pk, "preset": "schools", "slug": "schools"}
    new["organisation_id"] = place.unit.pk
    address = reverse("portal:catalogue_open")
    assert boss.get(address).status_code == 200
    assert "小写字母" in boss.post(address, new | {"slug": "A B"}).content.decode()
    assert boss.post(address, new).status_code == 302
    assert "已有这个地址名" in boss.post(address, new).content.decode()
    found = Catalogue.objects.get()
    here = reverse("portal:catalogue", args=[found.pk])
    change = reverse("portal:catalogue_change", args=[found.pk])
    assert "学段|选项" in boss.get(change).content.decode()
    said = {"name": "学校", "fields_text": "学段|选项|小学、初中", "is_open": "on"}
    assert "类型只能" in boss.post(change, said | {"fields_text": "a|b"}).content.decode()
    assert boss.post(change, said).status_code == 302

    row = reverse("portal:catalogue_entry", args=[found.pk, 0])
    assert "学段" in mine.get(row).content.decode()
    assert mine.post(row, {"名称": "一小", "学段": "小学"}).status_code == 302
    entry = found.entries.get()
    again = reverse("portal:catalogue_entry", args=[found.pk, entry.pk])
    assert 'value="一小"' in mine.get(again).content.decode()
    assert "本站的路径" in mine.post(again, {"名称": "一小", "地图": "x"}).content.decode()

    upload = reverse("portal:catalogue_upload", args=[found.pk])
    mine.post(upload)
    assert "请选择文件" in mine.get(here).content.decode()
    mine.post(upload, table("名\n1\n"))
    assert "缺少列" in mine.get(here).content.decode()
    sent = mine.post(upload, table("名称,学段\n二中,初中\n三中,大学\n"))
    screen = mine.get(sent["Location"]).content.decode()
    assert "新增 1 条，更新 0 条，有误 1 条" in screen
    assert mine.post(sent["Location"]).status_code == 302
    mine.post(sent["Location"])
    assert "已经导入过" in mine.get(here).content.decode()

    act = reverse("portal:catalogue_act", args=[found.pk, "publish"])
    ids = list(found.entries.values_list("pk", flat=True))
    mine.post(act, {"entry": ids})
    assert "您的职责不能办理" in mine.get(here).content.decode()
    desk.post(act, {"entry": [*ids, "x"]})
    assert found.entries.filter(state="published").count() == 2
    off = reverse("portal:catalogue_act", args=[found.pk, "withdraw"])
    desk.post(off, {"entry": ids[:1], "reason": "已撤并"})
    assert "一小" in desk.get(f"{here}?state=withdrawn").content.decode()
    assert desk.post(here + "acts/other/").status_code == 404
    assert "学校" in desk.get(reverse("portal:catalogues")).content.decode()

    answer = mine.get(reverse("portal:catalogue_export", args=[found.pk]))
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[0][0] == "名称"
    assert {"一小", "二中"} == {line[0] for line in lines[1:]}


class Register:
    """An outside register for tests."""

    def rows(self):
        return [{"名称": "一小"}]


def test_a_connector_fills_a_catalogue_like_a_table(place, portal_manager, writer, monkeypatch):
    monkeypatch.setattr(connectors, "_connectors", {})
    connectors.register("schools", Register())
    found = opened(place, portal_manager, slug="schools", preset="schools")
    client = client_of(writer)
    here = reverse("portal:catalogue", args=[found.pk])

    assert "从数据接口读取" in client.get(here).content.decode()
    client.post(reverse("portal:catalogue_upload", args=[found.pk]), {"source": "connector"})

    assert CatalogueImport.objects.get().report == [{"outcome": "new", "message": ""}]
