"""Fixtures of this package."""

import pytest

from xinqiao.domains.portal.tests.catalogues import opened
from xinqiao.domains.portal.tests.factories import county
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.tests.factories import person


@pytest.fixture
def place():
    return county()


@pytest.fixture
def portal_manager(place):
    """The site manager of the portal."""
    return person("site_manager", organisation=place.office)


@pytest.fixture
def writer(place):
    """The unit's contributor."""
    return place.people["contributor"]


@pytest.fixture
def publisher(place):
    """The publisher at the desk."""
    return place.people["publisher"]


@pytest.fixture
def catalogue(place, portal_manager):
    """The unit's investment projects on the portal."""
    Site.objects.filter(pk=place.portal.pk).update(features={"lookup": True})
    return opened(place, portal_manager)
