"""Where a person is signed in, and how a sign-in ends elsewhere."""

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from xinqiao.kernel.accounts import actions, devices, queries
from xinqiao.kernel.accounts.models import StaffSession
from xinqiao.kernel.accounts.tests.acts import last_act
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    PASSWORD,
    holder,
    security_admin,
    system_admin,
)
from xinqiao.kernel.accounts.tests.pages import HOME, MINUTE, is_in, sign_in
from xinqiao.kernel.accounts.tests.screens import enter, text_of

pytestmark = pytest.mark.django_db

WINDOWS = "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1"


def entered(user, agent=WINDOWS, address="10.1.2.3"):
    client = Client(headers={"User-Agent": agent}, REMOTE_ADDR=address)
    assert sign_in(client, user).status_code == 302
    assert is_in(client)
    return client


def ending(client, row, **data):
    return client.post(reverse("accounts:session_end", args=[row.pk]), data)


def test_a_person_sees_where_he_is_signed_in():
    user = holder("editor")
    entered(user, PHONE, "10.9.9.9")
    page = text_of(entered(user).get(HOME))

    assert "Windows Chrome" in page
    assert "10.1.2.3" in page
    assert "iPhone Safari" in page
    assert "10.9.9.9" in page
    assert page.count("当前登录") == 1


def test_he_ends_another_sign_in_of_his_own():
    user = holder("editor")
    lost, here = entered(user, PHONE), entered(user)

    ending(here, StaffSession.objects.get(device="iPhone Safari"))

    assert not is_in(lost)
    assert is_in(here)
    assert last_act().action == "accounts.session_ended"


def test_nobody_ends_a_strangers_sign_in():
    theirs = entered(holder("editor"))
    row = StaffSession.objects.get()
    other, keeper = holder("editor"), system_admin()

    assert ending(entered(other), row).status_code == 404
    assert ending(entered(keeper), row).status_code == 404
    for person in (other, keeper):
        with pytest.raises(PermissionDenied):
            actions.end_session(actor=person, session_id=row.pk, reason="x", now=NOW)
    assert is_in(theirs)


def test_the_security_administrator_sees_and_ends_anybodys_with_a_reason():
    user = holder("editor")
    theirs, client = entered(user, PHONE), entered(security_admin())
    row = StaffSession.objects.get(user=user)
    page = text_of(client.get(reverse("accounts:account", args=[user.pk])))
    assert "iPhone Safari" in page

    assert ending(client, row).status_code == 302
    assert is_in(theirs)
    ending(client, row, reason="手机遗失")

    assert not is_in(theirs)
    assert last_act().reason == "手机遗失"


def test_the_system_administrator_does_not_see_them():
    user = holder("editor")
    entered(user, PHONE)

    page = text_of(enter(system_admin()).get(reverse("accounts:account", args=[user.pk])))

    assert "iPhone Safari" not in page


@pytest.mark.parametrize("make", [system_admin, security_admin])
def test_an_administrator_is_signed_in_once(make):
    admin = make()
    first = entered(admin)

    second = entered(admin, PHONE)

    assert not is_in(first)
    assert is_in(second)
    assert last_act().action == "accounts.session_ended"


def test_others_may_be_signed_in_twice():
    user = holder("editor")
    first, second = entered(user), entered(user, PHONE)

    assert is_in(first)
    assert is_in(second)


def test_leaving_takes_the_row_away_and_a_new_sign_in_clears_what_ran_out():
    user = holder("editor")
    client = entered(user)
    client.post("/manage/logout/")
    assert not StaffSession.objects.exists()

    with time_machine.travel(NOW, tick=False) as clock:
        entered(user, PHONE)
        clock.shift(11 * 60 * MINUTE)
        entered(user)

        assert [row.device for row in StaffSession.objects.all()] == ["Windows Chrome"]


@pytest.mark.parametrize("act", [actions.disable_account, actions.end_sessions])
def test_no_sign_in_is_listed_after_an_account_was_put_out(act):
    user = holder("editor")
    entered(user)
    admin = system_admin() if act is actions.disable_account else security_admin()

    act(actor=admin, user_id=user.pk, reason="x", now=NOW)

    assert not queries.sessions_of(user, NOW).exists()


def test_a_new_password_ends_the_others_and_keeps_this_one():
    user = holder("editor")
    other, here = entered(user, PHONE), entered(user)
    new = "Stone-bridge-4711"

    here.post("/manage/password/", {"present": PASSWORD, "password": new, "repeat": new})

    assert is_in(here)
    assert not is_in(other)
    assert StaffSession.objects.get().session_key == here.session.session_key


def test_the_last_act_is_noted_twice_a_minute_at_most():
    user = holder("editor")
    with time_machine.travel(NOW, tick=False) as clock:
        client = entered(user)
        clock.shift(20)
        client.get(HOME)
        assert StaffSession.objects.get().seen_at == NOW

        clock.shift(20)
        client.get(HOME)

        assert (StaffSession.objects.get().seen_at - NOW).total_seconds() == 40


def test_a_session_from_before_this_list_gets_its_row():
    user = holder("editor")
    with time_machine.travel(NOW, tick=False) as clock:
        client = entered(user)
        StaffSession.objects.all().delete()
        clock.shift(40)
        client.get(HOME)

    assert StaffSession.objects.get().user_id == user.pk


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (WINDOWS, "Windows Chrome"),
        (WINDOWS + " Edg/140.0", "Windows Edge"),
        (PHONE, "iPhone Safari"),
        ("Mozilla/5.0 (X11; Linux x86_64; UOS) Firefox/128.0", "统信 Firefox"),
        ("Mozilla/5.0 (Phone; OpenHarmony 5.0) Chrome/114.0", "鸿蒙 Chrome"),
        ("curl/8", "未知设备"),
        ("", "未知设备"),
    ],
)
def test_devices_have_names_that_people_know(agent, name):
    assert devices.name_of(agent) == name
