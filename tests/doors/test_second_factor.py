"""Where the second factor is required, no address of the workbench answers without it."""

import pytest
from django.test import Client

from tests.doors import world as worlds
from tests.doors.routes import manage_routes
from xinqiao.kernel.accounts.middleware import ENROL_ALLOWED

pytestmark = pytest.mark.django_db
BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("duty", ["editor", "security_admin"])
def test_every_address_leads_to_the_set_up(settings, duty, method):
    settings.XINQIAO_SECOND_FACTOR_REQUIRED = True
    client = Client()
    client.force_login(worlds.build().people[f"own {duty}"], backend=BACKEND)

    open_ones = [
        (route.name or route.text, answer.status_code)
        for route in manage_routes()
        if route.name not in ENROL_ALLOWED
        for answer in [getattr(client, method)(route.address())]
        if (answer.status_code, answer.headers.get("Location")) != (302, "/manage/second-factor/")
    ]

    assert open_ones == []
