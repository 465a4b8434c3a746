"""Fixtures of this package."""

import pytest

from xinqiao.domains.portal.tests.factories import county
from xinqiao.kernel.sites.tests.factories import person


@pytest.fixture
def place():
    return county()


@pytest.fixture
def head(place):
    """Who speaks for the unit."""
    return person("unit_head", organisation=place.unit)


@pytest.fixture
def manager(place):
    """Who decides, at the portal."""
    return person("site_manager", organisation=place.office)
