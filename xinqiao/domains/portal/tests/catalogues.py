"""What the tests of catalogues do: opening one, filling and publishing its rows."""

from xinqiao.domains.portal.actions import catalogues as actions
from xinqiao.kernel.press.pages import render
from xinqiao.kernel.sites.tests.factories import NOW

PROJECT = {
    "名称": "青溪食品产业园",
    "地址": "城关镇工业大道",
    "电话": "0000-1234567",
    "有效期至": "2099-12-31",
    "行业": "食品",
    "总投资": "12,000",
    "合作方式": "合资",
}


def opened(place, actor, **changes):
    said = {"slug": "investment", "preset": "investment", "now": NOW} | changes
    unit = said.pop("organisation_id", place.unit.pk)
    site = said.pop("site_id", place.portal.pk)
    return actions.open_catalogue(actor=actor, site_id=site, organisation_id=unit, **said)


def saved(catalogue, actor, entry_id=None, **cells):
    return actions.save_entry(
        actor=actor,
        catalogue_id=catalogue.pk,
        cells=PROJECT | cells,
        entry_id=entry_id,
        now=NOW,
    )


def published(catalogue, writer, publisher, **cells):
    entry = saved(catalogue, writer, **cells)
    publish(catalogue, publisher, entry)
    return entry


def publish(catalogue, publisher, *entries, now=NOW):
    ids = [entry.pk for entry in entries]
    return actions.publish_entries(
        actor=publisher, catalogue_id=catalogue.pk, entry_ids=ids, now=now
    )


def listed(query=""):
    return render(f"/services/lookup/investment/{query}").body.decode()
