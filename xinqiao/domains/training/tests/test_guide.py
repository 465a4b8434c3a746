"""The guide: for everybody, by duty, and one step away from every screen."""

import pytest
from django.template.loader import get_template
from django.test import Client

from xinqiao.domains.training import rules
from xinqiao.kernel.sites.tests.factories import OrganisationFactory, person


def client_as(duty):
    client = Client()
    user = person(duty, organisation=OrganisationFactory())
    client.force_login(user, backend="xinqiao.kernel.accounts.backends.DutyBackend")
    return client


@pytest.mark.parametrize("page", rules.PAGES, ids=lambda page: page.slug)
def test_every_page_is_written(page):
    assert "<h2>" in get_template(f"training/guide/{page.slug}.html").template.source


@pytest.mark.parametrize(
    ("route", "slug"),
    [
        ("portal:matter", "review"),
        ("portal:articles_export", "articles"),
        ("portal:import_batch", "imports"),
        ("accounts:password", "start"),
        ("accounts:accounts", "accounts"),
    ],
)
def test_screen_is_explained_by_the_page_that_names_it_most_exactly(route, slug):
    assert rules.page_for(route).slug == slug


def test_unknown_screen_and_unknown_page_have_none():
    assert rules.page_for("other:thing") is None
    assert rules.page_of("other") is None


@pytest.mark.django_db
def test_contributor_finds_what_he_needs_first():
    page = client_as("contributor").get("/manage/guide/").content.decode()

    needed, others = page.split("其他</h2>")
    assert "写一篇文章" in needed
    assert "审计日志" in others


@pytest.mark.django_db
def test_every_screen_leads_to_its_page():
    client = client_as("contributor")

    assert 'href="/manage/guide/articles/"' in client.get("/manage/articles/").content.decode()
    assert "查找" in client.get("/manage/guide/articles/").content.decode()


@pytest.mark.django_db
def test_page_that_is_not_there_is_a_404():
    assert client_as("auditor").get("/manage/guide/nothing/").status_code == 404
