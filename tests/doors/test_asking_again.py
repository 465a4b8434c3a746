"""Sensitive acts of all packages ask once more who is there (security.md 42, ASVS 7.5.3)."""

import re
from pathlib import Path

import pytest
from django.test import Client

from tests.doors import world as worlds
from tests.doors.matrix import LINES
from tests.doors.routes import manage_routes
from xinqiao.kernel.accounts import signing, views
from xinqiao.kernel.ui import doors

BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"
QUESTION = "确认是您本人"
ROUTES = {route.name: route for route in manage_routes()}
# Named at their doors; the pages of accounts carry the decorator.
AT_DOORS = {
    "audit:export",
    "portal:alert_put_up",
    "portal:alert_take_off",
    "portal:column_close",
    "portal:grant",
    "portal:grant_revoke",
}
DECORATED = {
    "colleagues": {"colleague_phone"},
    "keeping": {"phone"},
    "officers": {"officer_phone"},
    "proposals": {"confirm", "propose_reset"},
    "rosters": {"decide_grants", "passwords"},
    "second_factor": {"codes", "start"},
    "securing": {"grant", "revoke", "set_password"},
}


def stale_client(user):
    """A person whose last proof is older than ten minutes."""
    client = Client()
    client.force_login(user, backend=BACKEND)
    session = client.session
    session[signing.PROVED] -= signing.RECENT_SECONDS + 1
    session.save()
    return client


def allowed(world, line, method):
    return next(p for code, p in world.holders("own").items() if line.lets(code, method))


def test_the_sensitive_acts_are_these():
    assert set(doors.asking()) == AT_DOORS


def test_the_sensitive_pages_of_accounts_are_these():
    decorated = re.compile(r"@require_recent_sign_in\ndef (\w+)")
    found = {
        path.stem: set(decorated.findall(path.read_text(encoding="utf-8")))
        for path in Path(views.__file__).parent.glob("*.py")
    }

    assert {name: acts for name, acts in found.items() if acts} == DECORATED


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(AT_DOORS))
def test_who_proved_himself_long_ago_is_asked_and_a_stranger_finds_nothing(name):
    world, line, reading = worlds.build(), LINES[name], doors.asking()[name]
    address = ROUTES[name].address(**(line.thing(world.own) if line.thing else {}))
    method = "get" if reading else "post"
    user = allowed(world, line, method)

    stranger = next(p for code, p in world.holders("own").items() if not line.lets(code, method))

    asked = getattr(stale_client(user), method)(address)
    fresh = Client()
    fresh.force_login(user, backend=BACKEND)

    assert QUESTION in asked.content.decode()
    assert getattr(stale_client(stranger), method)(address).status_code == 404
    answer = getattr(fresh, method)(address)
    assert answer.streaming or QUESTION not in answer.content.decode()


@pytest.mark.django_db
def test_reading_the_form_of_an_act_asks_nothing():
    world = worlds.build()
    line = LINES["portal:alert_put_up"]

    answer = stale_client(allowed(world, line, "get")).get(ROUTES[line.route].address())

    assert QUESTION not in answer.content.decode()


@pytest.mark.django_db
def test_the_export_of_the_trail_follows_the_proof():
    from xinqiao.kernel.accounts.tests.factories import PASSWORD

    world, line = worlds.build(), LINES["audit:export"]
    user = allowed(world, line, "get")
    user.set_password(PASSWORD)
    user.save()
    client, address = stale_client(user), ROUTES[line.route].address(kind="xlsx")

    answer = client.post(address, {"sign_in_only": "1", "sign_in_proof": PASSWORD})

    assert answer.status_code == 302
    assert "attachment" in client.get(answer.url)["Content-Disposition"]
