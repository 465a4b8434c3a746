"""Shared by the tests of the queue."""

import datetime as dt

import pytest
from django.utils import timezone

from xinqiao.kernel.jobs.tests import samples


@pytest.fixture(autouse=True)
def calls():
    samples.calls.clear()
    return samples.calls


@pytest.fixture
def now():
    """The queue compares with the clock of its rows, so tests of it start from the real one."""
    return timezone.now() + dt.timedelta(seconds=1)
