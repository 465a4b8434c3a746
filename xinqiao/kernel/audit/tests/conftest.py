"""A data folder of its own for each test, and signed-in people."""

import datetime as dt

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.test import Client


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.XINQIAO_DATA = tmp_path
    return tmp_path


@pytest.fixture
def holder(db):
    """Makes people who hold one duty."""

    def make(duty):
        unit, _made = apps.get_model("organisations", "Organisation").objects.get_or_create(
            code="office", defaults={"name": "办公室", "kind": "department"}
        )
        user = get_user_model().objects.create_user(
            username=duty.replace("_", "-"), name="张三", organisation=unit
        )
        apps.get_model("accounts", "DutyAssignment").objects.create(
            user=user,
            duty=duty,
            organisation=unit,
            starts_date=dt.date(2020, 1, 1),
            granted_at=dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC),
        )
        return user

    return make


@pytest.fixture
def client_of(holder):
    """Signs in a person who holds one duty."""

    def sign_in(duty):
        client = Client()
        client.force_login(holder(duty), backend="xinqiao.kernel.accounts.backends.DutyBackend")
        return client

    return sign_in
