"""Signed-in clients: the keeper of the calendar, and somebody with another duty."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client


@pytest.fixture
def keeper():
    return client_with("system_admin")


@pytest.fixture
def stranger():
    return client_with("editor")


def client_with(duty):
    unit = apps.get_model("organisations", "Organisation").objects.create(
        code="office", name="办公室", kind="department"
    )
    user = get_user_model().objects.create_user(
        username=duty.replace("_", "-"), name="张三", organisation=unit
    )
    now = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)
    apps.get_model("accounts", "DutyAssignment").objects.create(
        user=user, duty=duty, organisation=unit, starts_date=dt.date(2020, 1, 1), granted_at=now
    )
    client = Client()
    client.force_login(user, backend="xinqiao.kernel.accounts.backends.DutyBackend")
    return client
