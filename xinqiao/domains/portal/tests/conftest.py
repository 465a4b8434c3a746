"""Fixtures of this package."""

import pytest

from xinqiao.domains.portal.tests.factories import county


@pytest.fixture
def place():
    return county()
