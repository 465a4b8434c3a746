"""The public view: hosts, validators, methods, redirects, what is gone, what is unsafe."""

import io

import pytest
from django.test import RequestFactory

from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.press import pages, registry, views
from xinqiao.kernel.press.registry import Gone, MovedTo, NotThere, Rendered
from xinqiao.kernel.sites.models import Redirect, Site

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    unit = Organisation.objects.create(code="gov", name="县政府", short_name="县政府")
    return Site.objects.create(code="portal", name="门户", kind="portal", organisation=unit)


@pytest.fixture
def sub_site(portal):
    return Site.objects.create(
        code="water",
        name="水务局",
        kind="subsite",
        parent=portal,
        organisation=portal.organisation,
        hostname="water.example",
    )


def _render(place):
    name = place.groups["name"]
    if name == "gone":
        raise Gone
    if name == "moved":
        raise MovedTo(place.link("test/new.html"))
    if name == "file":
        return Rendered(
            content_type="application/pdf", open_file=lambda: io.BytesIO(b"pdf"), validator="v1"
        )
    if name == "none":
        raise NotThere
    return Rendered(body=f"{place.site.code}:{name}:{place.query.get('q', '')}")


@pytest.fixture(autouse=True)
def _addresses(monkeypatch):
    monkeypatch.setattr(registry, "_addresses", {})
    monkeypatch.setattr(registry, "_error_pages", [lambda place, status: f"error {status}"])
    registry.register_address(r"test/(?P<name>[a-z]+)\.html", render=_render, name="test")
    registry.register_address(
        r"asked/(?P<name>[a-z]+)/", render=_render, name="asked", dynamic=True
    )


def ask(path, host="testserver", method="get", **headers):
    request = getattr(RequestFactory(headers={"host": host, **headers}), method)(path)
    return views.public_page(request)


def test_a_page_of_the_portal_is_served_on_any_host(portal):
    assert ask("/test/a.html", host="unknown.example").content == b"portal:a:"


def test_a_site_with_a_hostname_is_served_from_its_root(sub_site):
    assert ask("/test/a.html", host="water.example:8000").content == b"water:a:"
    assert ask("/sites/water/test/a.html").content == b"water:a:"


def test_a_closed_site_is_not_served(sub_site):
    Site.objects.filter(pk=sub_site.pk).update(is_open=False)

    assert ask("/sites/water/test/a.html").status_code == 404


def test_a_page_has_a_validator_and_no_cookie(portal):
    response = ask("/test/a.html")
    again = ask("/test/a.html", **{"if-none-match": response["ETag"]})

    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert not response.cookies
    assert not response.has_header("Vary")
    assert again.status_code == 304
    assert again.content == b""
    assert again["ETag"] == response["ETag"]


def test_a_dynamic_page_is_never_kept(portal):
    response = ask("/asked/a/?q=%E6%B0%B4")

    assert response.content.decode() == "portal:a:水"
    assert response["Cache-Control"] == "no-store"
    assert not response.has_header("ETag")


def test_a_file_is_streamed_with_its_own_validator(portal):
    response = ask("/test/file.html")

    assert b"".join(response.streaming_content) == b"pdf"
    assert response["ETag"] == '"v1"'
    response.close()


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_only_reading_is_allowed(portal, method):
    response = ask("/test/a.html", method=method)

    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD"


def test_what_is_gone_is_410_and_what_moved_leads_on(sub_site):
    assert ask("/test/gone.html").status_code == 410
    moved = ask("/test/moved.html", host="water.example")
    assert (moved.status_code, moved["Location"]) == (301, "/test/new.html")


def test_old_addresses_lead_on_or_are_gone(portal):
    Redirect.objects.create(site=portal, old_path="/old/", new_path="/test/a.html")
    Redirect.objects.create(site=portal, old_path="/dead/", gone=True)

    assert ask("/old/")["Location"] == "/test/a.html"
    assert ask("/dead/").status_code == 410


def test_a_missing_slash_is_added_only_where_a_page_stands(portal):
    assert ask("/asked/a")["Location"] == "/asked/a/"
    assert ask("/asked/none").status_code == 404
    assert pages.render("//evil.example/asked/a").status == 404


@pytest.mark.parametrize(
    "url",
    [
        "/../etc/passwd",
        "/test/..%2f..",
        "/a\x00b",
        "/%00",
        "/a\\b",
        "/" + "x" * 2000,
        "",
        "http://[",
    ],
)
def test_an_odd_address_is_a_404_without_looking_further(
    portal, url, django_assert_max_num_queries
):
    with django_assert_max_num_queries(2):
        assert pages.render(url).status == 404


def test_without_a_portal_there_is_a_404(db):
    assert pages.render("/").status == 404


def test_the_owner_of_an_address_is_known(sub_site):
    assert pages.owner("/sites/water/test/a.html") == sub_site.organisation_id
    assert pages.owner("/nothing") is None
