"""The site manager's screens: a site by one form, columns from a kit."""

import pytest

from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.tests.factories import OrganisationFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(place):
    return person("site_manager", organisation=place.office)


def test_a_sub_site_is_one_form_away_and_readers_find_it(place, manager):
    town = OrganisationFactory(name="云台乡人民政府", code="town-yuntai", parent=place.office)
    client = client_of(manager)
    form = {
        "organisation_id": town.pk,
        "kit": "township",
        "keeper_id": manager.username,
        "parent_id": place.portal.pk,
    }

    empty = client.post("/manage/sites/open/", {"name": "缺项"})
    answer = client.post("/manage/sites/open/", form)
    again = client.post("/manage/sites/open/", form)

    site = Site.objects.get(code="town-yuntai")
    assert set(empty.context["form"].errors) == {"organisation_id", "kit", "keeper_id", "parent_id"}
    assert answer.headers["Location"] == f"/manage/sites/{site.pk}/"
    assert site.name == "云台乡人民政府"
    assert "代码" in again.content.decode()
    assert again.status_code == 200
    page = client.get("/sites/town-yuntai/").content.decode()
    assert "云台乡人民政府" in page
    assert "村居之窗" in page
    assert client.get("/sites/town-yuntai/villages/").status_code == 200
    assert as_(place, "contributor").get("/manage/sites/open/").status_code == 404


def test_a_branch_is_laid_from_its_kit(place, manager):
    client = client_of(manager)
    address = f"/manage/sites/{place.portal.pk}/kits/"

    screen = client.get(address).content.decode()
    client.post(address, {"kit": "life", "keeper_id": manager.username})

    assert "生活指南频道" in screen
    assert "六个方面85个栏目" in screen
    assert place.portal.columns.filter(path__startswith="life").count() == 7
    assert client.get("/life/").status_code == 200
