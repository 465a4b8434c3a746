"""What is switched off is absent: no address, no link, no entry of the workbench."""

import pytest
from django.test import Client
from django.urls import reverse

from xinqiao.domains.portal.actions import corrections, links
from xinqiao.domains.portal.publishing.reading import content_path
from xinqiao.domains.portal.rules.corrections import ReportRefused
from xinqiao.domains.portal.tests.factories import online
from xinqiao.kernel.press.pages import render
from xinqiao.kernel.sites import actions
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.tests.factories import NOW, person

pytestmark = pytest.mark.django_db
BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"


@pytest.fixture
def manager(place):
    Site.objects.filter(pk=place.portal.pk).update(hostname="www.qingxi.example")
    return person("site_manager", "publisher", organisation=place.office)


def off(manager, site, feature):
    actions.switch_feature(
        actor=manager, site_id=site.pk, feature=feature, is_on=False, reason="暂不开通", now=NOW
    )


def home(place, lead=""):
    return f"{lead}/sites/{place.subsite.code}/"


def article_url(place):
    article = online(place)
    return home(place) + content_path(article.pk, article.first_published_at)


def client_of(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_corrections(place, manager):
    url = article_url(place)
    assert "我要纠错" in render(url).body.decode()

    off(manager, place.subsite, "corrections")
    assert "/report/" not in render(url).body.decode()
    assert render("/report/").status == 200
    article = int(url.rpartition("/")[2].removesuffix(".html"))
    with pytest.raises(ReportRefused, match="没有开通"):
        corrections.report(text="第二段有错字。", sender="a", now=NOW, article_id=article)
    client = client_of(manager)
    assert reverse("portal:corrections") in client.get("/manage/").content.decode()

    off(manager, place.portal, "corrections")
    assert render("/report/").status == 404
    assert Client().post("/report/", {"page": "首页", "text": "有错字在这里"}).status_code == 404
    assert "/report/" not in render("/").body.decode()
    assert reverse("portal:corrections") not in client.get("/manage/").content.decode()


def test_share_panel_and_qr_code(place, manager):
    url = article_url(place)
    code = url.replace(".html", "-qr.svg")
    assert 'class="share"' in render(url).body.decode()
    assert render(code).status == 200

    off(manager, place.portal, "share")

    assert 'class="share"' not in render(url).body.decode()
    assert render(code).status == 404


def test_feeds(place, manager):
    column = f"{home(place)}{place.column.path}/"
    online(place)
    assert "feed.xml" in render(column).body.decode()

    off(manager, place.subsite, "feeds")

    assert "feed.xml" not in render(column).body.decode()
    assert render(f"{column}feed.xml").status == 404
    assert render(f"{column}feed.json").status == 404


@pytest.mark.parametrize(("feature", "lead"), [("elder", "/elder"), ("zh_hant", "/zh-hant")])
def test_variants(place, manager, feature, lead):
    assert f'href="{home(place, lead)}"' in render(home(place)).body.decode()

    off(manager, place.subsite, feature)

    assert lead not in render(home(place)).body.decode()
    assert render(home(place, lead)).status == 404
    listed = render(f"{lead}/sites/").body.decode()  # the portal's own is still there
    assert f'href="{home(place)}"' in listed
    assert f'href="{home(place, lead)}"' not in listed


def test_links_to_other_sites(place, manager):
    added = links.add_link(
        actor=manager,
        site_id=place.subsite.pk,
        group="department",
        label="水文站",
        address="https://hydrology.example/",
        now=NOW,
    )
    client, site = client_of(manager), reverse("portal:site", args=[place.subsite.pk])
    screens = [
        reverse("portal:links", args=[place.subsite.pk]),
        reverse("portal:link", args=[added.pk]),
    ]
    assert "水文站" in render(home(place)).body.decode()
    assert [client.get(screen).status_code for screen in screens] == [200, 200]

    off(manager, place.subsite, "links")

    assert "水文站" not in render(home(place)).body.decode()
    assert [client.get(screen).status_code for screen in screens] == [404, 404]
    assert screens[0] not in client.get(site).content.decode()


def test_statistics_of_visits(place, manager):
    client, site = client_of(manager), reverse("portal:site", args=[place.subsite.pk])
    screen = reverse("portal:statistics", args=[place.subsite.pk])
    assert screen in client.get(site).content.decode()

    off(manager, place.subsite, "statistics")

    assert screen not in client.get(site).content.decode()
    assert client.get(screen).status_code == 404
    export = reverse("portal:statistics_export", args=[place.subsite.pk])
    assert client.get(export).status_code == 404
