"""The test county, for every test of the public pages."""

import pytest

from xinqiao.domains.portal.publishing.tests import county as counties


@pytest.fixture
def county(db):
    return counties.build()
