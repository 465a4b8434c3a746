"""Catalogues: filled by the unit, published by a person at the desk, gone when out of date."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal.actions import catalogues as actions
from xinqiao.domains.portal.models import Catalogue, CatalogueEntry
from xinqiao.domains.portal.rules import catalogues as rules
from xinqiao.domains.portal.tests.catalogues import (
    PROJECT,
    listed,
    opened,
    publish,
    published,
    saved,
)
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.press.pages import render
from xinqiao.kernel.sites.tests.factories import NOW, OrganisationFactory, person

pytestmark = pytest.mark.django_db
# --- the unit writes, the desk publishes


def test_a_row_waits_until_a_publisher_lets_it_out(catalogue, writer, publisher):
    entry = saved(catalogue, writer)
    assert entry.values == {"f0": "食品", "f1": 12000.0, "f2": "合资"}
    assert (str(entry), str(catalogue)) == ("青溪食品产业园", "招商引资项目")
    assert "青溪食品产业园" not in listed()

    assert publish(catalogue, publisher, entry) == 1

    entry.refresh_from_db()
    assert (entry.state, entry.published_by, entry.published_at) == ("published", publisher, NOW)
    assert "青溪食品产业园" in listed()
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.after["entries"]) == ("portal.entries_published", [entry.pk])
    assert publish(catalogue, publisher, entry) == 0


def test_a_row_that_is_changed_waits_again(catalogue, writer, publisher):
    entry = published(catalogue, writer, publisher)

    saved(catalogue, writer, entry.pk, 电话="0000-7654321")

    assert "青溪食品产业园" not in listed()
    publish(catalogue, publisher, entry)
    assert "0000-7654321" in listed()


def test_a_row_is_taken_off_with_a_reason(catalogue, writer, publisher):
    entry = published(catalogue, writer, publisher)
    said = {"catalogue_id": catalogue.pk, "entry_ids": [entry.pk], "now": NOW}
    with pytest.raises(rules.CatalogueRefused):
        actions.withdraw_entries(actor=publisher, reason=" ", **said)
    with pytest.raises(PermissionDenied):
        actions.withdraw_entries(actor=writer, reason="已签约", **said)

    assert actions.withdraw_entries(actor=publisher, reason="已签约", **said) == 1

    assert "青溪食品产业园" not in listed()
    assert render(f"/services/lookup/investment/{entry.pk}/").status == 404


def test_what_is_out_of_date_leaves_the_public_page_by_itself(catalogue, writer, publisher):
    entry = published(catalogue, writer, publisher)
    CatalogueEntry.objects.filter(pk=entry.pk).update(valid_until=dt.date(2020, 1, 1))

    assert "青溪食品产业园" not in listed()
    assert render(f"/services/lookup/investment/{entry.pk}/").status == 404
    CatalogueEntry.objects.filter(pk=entry.pk).update(state="draft")
    with pytest.raises(rules.CatalogueRefused, match="有效期已过"):
        publish(catalogue, publisher, entry)


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        pytest.param({"名称": " "}, "名称", id="no name"),
        pytest.param({"地图": "https://map.example/"}, "本站的路径", id="a foreign map"),
        pytest.param({"地图": "//map.example/"}, "本站的路径", id="a foreign map without scheme"),
        pytest.param({"有效期至": ""}, "有效期", id="no day"),
        pytest.param({"有效期至": "2026-11-23"}, "已过", id="yesterday"),
        pytest.param({"有效期至": "明年"}, "日期", id="no date"),
        pytest.param({"合作方式": "赠送"}, "只能是", id="no such choice"),
        pytest.param({"总投资": "很多"}, "要填数字", id="no number"),
        pytest.param({"总投资": "-5"}, "要填数字", id="less than nothing"),
        pytest.param({"总投资": "NaN"}, "要填数字", id="not a number"),
        pytest.param({"联系人": "长" * 501}, "500", id="too long"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(catalogue, writer, cells, told):
    with pytest.raises(rules.CatalogueRefused, match=told):
        saved(catalogue, writer, **cells)


def test_names_are_there_once(catalogue, writer):
    entry = saved(catalogue, writer)
    saved(catalogue, writer, entry.pk)
    with pytest.raises(rules.CatalogueRefused, match="同名"):
        saved(catalogue, writer)


def test_a_catalogue_has_an_end(catalogue, writer):
    CatalogueEntry.objects.bulk_create(
        CatalogueEntry(catalogue=catalogue, name=str(n), changed_by=writer, changed_at=NOW)
        for n in range(rules.MAX_ENTRIES)
    )
    with pytest.raises(rules.CatalogueRefused, match="5000"):
        saved(catalogue, writer)


# --- catalogues themselves


def test_managers_open_catalogues_once_and_strangers_do_nothing(
    place, catalogue, portal_manager, writer
):
    with pytest.raises(rules.CatalogueRefused, match="已有这个地址名"):
        opened(place, portal_manager)
    with pytest.raises(PermissionDenied):
        opened(place, writer, slug="other")
    stranger = person(
        "contributor", "publisher", "site_manager", organisation=OrganisationFactory()
    )
    with pytest.raises(PermissionDenied):
        saved(catalogue, stranger)
    with pytest.raises(PermissionDenied):
        publish(catalogue, stranger)
    with pytest.raises(PermissionDenied):
        changed(catalogue, stranger)
    assert not Catalogue.objects.visible_to(stranger).exists()


def changed(catalogue, actor, lines=None, **changes):
    lines = rules.lines_of_fields(catalogue.fields) if lines is None else lines
    said = {"name": "项目", "about": "", "is_open": True, "now": NOW} | changes
    fields = rules.fields_from_lines(lines)
    return actions.change_catalogue(actor=actor, catalogue_id=catalogue.pk, fields=fields, **said)


def test_fields_are_added_behind_those_that_hold_something(catalogue, portal_manager, writer):
    changed(catalogue, portal_manager, "行业\n产值|数字|万元")
    catalogue.refresh_from_db()
    changed(catalogue, portal_manager, rules.lines_of_fields(rules.PRESETS["investment"].fields))
    catalogue.refresh_from_db()
    saved(catalogue, writer)

    lines = rules.lines_of_fields(catalogue.fields)
    assert changed(catalogue, portal_manager, f"{lines}\n用地|数字|亩").fields[-1]["unit"] == "亩"
    with pytest.raises(rules.CatalogueRefused, match="只能在后面加"):
        changed(catalogue, portal_manager, "行业")
    changed(catalogue, portal_manager, f"{lines}\n用地|数字|亩", is_open=False)
    assert render("/services/lookup/investment/").status == 404


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        pytest.param("\n".join(f"甲{n}" for n in range(13)), "最多12", id="too many"),
        pytest.param("长" * 21, "1至20", id="a long name"),
        pytest.param("甲\n甲", "重复", id="a name twice"),
        pytest.param("电话", "重复", id="a name that every row has"),
        pytest.param("甲|图片", "类型只能", id="no such kind"),
    ],
)
def test_fields_that_make_no_sense_are_refused(lines, told):
    with pytest.raises(rules.CatalogueRefused, match=told):
        rules.fields_from_lines(lines)


def test_presets_can_be_typed_as_lines():
    for preset in rules.PRESETS.values():
        lines = rules.lines_of_fields(preset.fields)
        assert rules.fields_from_lines(lines) == list(preset.fields)


@given(st.text(max_size=40))
def test_any_words_are_a_day_or_refused(word):
    try:
        found = rules.day_of(word)
    except rules.CatalogueRefused:
        return
    assert found is None or isinstance(found, dt.date)


# --- tables


def test_a_table_is_shown_row_by_row_before_it_is_taken_in(catalogue, writer, portal_manager):
    saved(catalogue, writer)
    rows = [PROJECT, PROJECT | {"名称": "茶旅小镇"}, {"名称": "茶旅小镇"}, {"名称": "无期"}]
    rows.append(PROJECT | {"名称": "茶旅小镇"})

    upload = actions.upload_entries(
        actor=writer, catalogue_id=catalogue.pk, file_name="项目.xlsx", rows=rows, now=NOW
    )

    assert [row["outcome"] for row in upload.report] == [
        "changed", "new", "wrong", "wrong", "wrong",
    ]  # fmt: skip
    assert "同名" in upload.report[4]["message"]
    assert str(upload) == "项目.xlsx"
    assert catalogue.entries.count() == 1
    with pytest.raises(PermissionDenied):
        actions.take_entries(actor=portal_manager, import_id=upload.pk, now=NOW)
    assert actions.take_entries(actor=writer, import_id=upload.pk, now=NOW) == 2
    assert catalogue.entries.count() == 2
    with pytest.raises(rules.CatalogueRefused, match="已经导入"):
        actions.take_entries(actor=writer, import_id=upload.pk, now=NOW)


def test_a_table_that_grew_stale_is_taken_in_whole_or_not_at_all(catalogue, writer):
    rows = [PROJECT | {"有效期至": "2026-11-24"}]
    upload = actions.upload_entries(
        actor=writer, catalogue_id=catalogue.pk, file_name="a", rows=rows, now=NOW
    )

    with pytest.raises(rules.CatalogueRefused, match="已过"):
        actions.take_entries(actor=writer, import_id=upload.pk, now=NOW + dt.timedelta(days=2))
    assert not catalogue.entries.exists()
