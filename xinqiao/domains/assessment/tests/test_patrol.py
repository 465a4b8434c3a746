"""The patrol of links over a small county."""

import pytest
from django.utils import timezone

from xinqiao.domains.assessment import actions, jobs
from xinqiao.domains.assessment.models import Finding
from xinqiao.domains.portal import public as portal
from xinqiao.domains.portal.tests.factories import StoredFileFactory, county, online
from xinqiao.kernel.sites.models import Redirect
from xinqiao.kernel.sites.tests.factories import NOW, ColumnFactory, SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return county()


def linking(place, *hrefs, title="链接"):
    body = "<p>正文</p>" + "".join(f'<p><a href="{href}">链</a></p>' for href in hrefs)
    return online(place, title=title, body=body)


def test_what_leads_somewhere_inside_is_told_from_what_leads_nowhere(place):
    target = linking(place, title="目标")
    site, column = place.subsite, place.column
    file = StoredFileFactory()
    closed = ColumnFactory(site=site, is_open=False)
    Redirect.objects.create(site=site, old_path="/old/a.html", new_path="x/")
    Redirect.objects.create(site=site, old_path="/old/b.html", gone=True)
    SiteFactory(kind="edition", code="party", parent=place.portal)
    SiteFactory(code="closed", is_open=False)
    alive = {
        "/",
        "/party/",
        site.address(),
        target.address,
        column.address,
        f"{column.address}list-1.html",
        site.address("old/a.html"),
        site.address("sitemap/"),
        "/search/",
        f"/manage/files/{file.path}",
        site.address(f"files/{file.path}"),
    }
    dead = {
        "/nowhere/",
        "nonsense",
        site.address("content/2020/01/999999.html"),
        f"/content/2026/11/{target.pk}.html",  # on another site
        closed.address,
        site.address("old/b.html"),
        "/sites/closed/news/",
        "/manage/files/2026/11/nosuchfile123.pdf",
    }

    assert portal.dead_paths(alive | dead) == dead
    assert portal.dead_paths([]) == frozenset()


def test_an_article_with_a_dead_link_is_a_finding_until_it_is_mended(place):
    good, bad = linking(place, "/"), linking(place, "/nowhere/", "/", "https://a.example/", "//b/")

    jobs.patrol_links(now=NOW)
    jobs.patrol_links(now=NOW)

    found = Finding.objects.get()
    assert (found.key, found.site) == (f"links:{bad.pk}", place.subsite)
    assert "/nowhere/" in found.detail
    actions.inspect_sites(now=NOW)  # which has no say in links
    assert Finding.objects.open().filter(pk=found.pk).exists()
    type(good).objects.filter(pk=bad.pk).update(body="<p>无</p>")
    actions.patrol_links(now=NOW, batch=1)
    found.refresh_from_db()
    assert found.closed_at == NOW


def test_old_articles_have_their_turn_once_in_ten_nights(place):
    article = linking(place)
    long_after = NOW.replace(year=2030)
    slots = [
        slot
        for slot in range(portal.SLOTS)
        if portal.linked_articles(after=0, count=5, slot=slot, since=long_after)
    ]

    assert slots == [article.pk % portal.SLOTS]


def test_links_to_other_sites_are_asked_by_the_fetcher_alone(place, settings):
    settings.XINQIAO_LINK_HOSTS = []
    rows = [
        portal.SiteLink(site=place.portal, label="外", address="http://no.such.example.invalid/"),
        portal.SiteLink(site=place.portal, label="内", address="/nowhere/"),
        portal.SiteLink(site=place.portal, label="好", address="/"),
        portal.SiteLink(site=place.portal, label="里", address="http://127.0.0.1/"),
    ]
    portal.SiteLink.objects.bulk_create(rows)

    actions.patrol_links(now=NOW)
    assert [row.title for row in Finding.objects.open()] == ["内"]

    settings.XINQIAO_LINK_HOSTS = ["no.such.example.invalid", "127.0.0.1"]
    actions.patrol_links(now=NOW, batch=2)
    assert {row.title for row in Finding.objects.open()} == {"内", "外"}


def test_a_broken_address_in_a_text_breaks_nothing(place):
    linking(place, "/%zz", "/a?b#c", "/[x")

    assert actions.patrol_links(now=timezone.now()) >= 1
