"""Signing in, being locked out, being signed out."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from xinqiao.kernel.accounts import actions
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    PASSWORD,
    auditor,
    fresh,
    holder,
    security_admin,
    system_admin,
)
from xinqiao.kernel.accounts.tests.pages import (
    HOME,
    LOGIN,
    MINUTE,
    _disabled,
    _expired,
    _given_another_password,
    _left_without_duties,
    _put_out,
    _write_demo,
    is_in,
    sign_in,
)

pytestmark = pytest.mark.django_db


def test_typing_keeps_a_person_signed_in():
    user, client = holder("editor"), Client()
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, user)
        for _ in range(8):
            clock.shift(10 * MINUTE)
            answer = client.post("/manage/alive/", headers={"Sec-Fetch-Mode": "cors"})
            assert answer.status_code == 204

        assert is_in(client)


def test_nobody_stays_longer_than_ten_hours_however_busy():
    user, client = holder("editor"), Client()
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, user)
        for _ in range(30):
            assert is_in(client)
            clock.shift(20 * MINUTE)
        clock.shift(1)

        assert not is_in(client)


# What ends a session at its next request


@pytest.mark.parametrize(
    "happens", [_disabled, _put_out, _given_another_password, _left_without_duties, _expired]
)
def test_a_session_ends_with_the_next_request(happens):
    user, client = holder("editor"), Client()
    sign_in(client, user)
    assert is_in(client)

    happens(user)

    assert not is_in(client)


def test_a_disabled_and_enabled_account_must_sign_in_again():
    user, client = holder("editor"), Client()
    sign_in(client, user)
    admin = system_admin()

    actions.disable_account(actor=admin, user_id=user.pk, reason="x", now=NOW)
    actions.enable_account(actor=admin, user_id=user.pk, reason="x", now=NOW)

    assert not is_in(client)
    assert sign_in(client, user).status_code == 302


def test_a_duty_taken_back_is_gone_with_the_next_request():
    user, client = holder("security_admin"), Client()
    sign_in(client, user)
    assert client.get("/manage/accounts/").status_code == 200

    other = security_admin()
    row = user.duties.get()
    actions.revoke_duty(actor=other, assignment_id=row.pk, reason="x", now=NOW)
    actions.grant_duty(
        actor=other, user_id=user.pk, duty="auditor", organisation=user.organisation, now=NOW
    )

    with time_machine.travel(NOW, tick=False):
        sign_in(client, user)
        assert client.get("/manage/accounts/").status_code == 404


# The first password


def test_a_one_time_password_leads_to_the_page_where_it_is_changed():
    user, client = holder("editor", must_change_password=True), Client()
    sign_in(client, user)

    assert client.get("/manage/").url == "/manage/password/"
    assert client.get(HOME).url == "/manage/password/"
    assert client.get("/manage/password/").status_code == 200

    new = {"present": PASSWORD, "password": PASSWORD + "x", "repeat": PASSWORD + "x"}
    answer = client.post("/manage/password/", new)

    assert answer.url == reverse("wagtailadmin_home")
    assert is_in(client)
    assert fresh(user).check_password(PASSWORD + "x")


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one():
    user, here, there = holder("editor"), Client(), Client()
    sign_in(here, user)
    sign_in(there, user)

    new = {"present": PASSWORD, "password": PASSWORD + "x", "repeat": PASSWORD + "x"}
    here.post("/manage/password/", new)

    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"present": "wrong"}, "现口令不正确", id="wrong present password"),
        pytest.param({"repeat": "other"}, "不一样", id="not repeated"),
        pytest.param({"password": "short", "repeat": "short"}, "至少12个字符", id="too short"),
        pytest.param({"password": PASSWORD, "repeat": PASSWORD}, "不能与现口令相同", id="same"),
        pytest.param({"password": "", "repeat": ""}, "必需字段", id="empty"),
    ],
)
def test_a_new_password_is_refused_with_words(changes, words):
    user, client = holder("editor"), Client()
    sign_in(client, user)
    new = {"present": PASSWORD, "password": PASSWORD + "x", "repeat": PASSWORD + "x"}

    answer = client.post("/manage/password/", {**new, **changes})

    assert words in answer.content.decode()
    assert fresh(user).check_password(PASSWORD)


# The demo


def test_the_demo_lists_its_accounts_each_with_a_button(settings, tmp_path):
    _write_demo(settings, tmp_path)

    text = Client().get(LOGIN).content.decode()

    assert f"<code>{PASSWORD}</code>" in text
    assert "用 demo 登录" in text


def test_outside_the_demo_nothing_is_listed(settings, tmp_path):
    _write_demo(settings, tmp_path)
    settings.XINQIAO_DEMO = False

    assert PASSWORD not in Client().get(LOGIN).content.decode()


def test_a_demo_without_its_file_lists_nothing(settings, tmp_path):
    settings.XINQIAO_DATA = tmp_path

    assert "示范账号" not in Client().get(LOGIN).content.decode()


@pytest.mark.parametrize("make", [system_admin, security_admin, auditor])
def test_each_administrator_signs_in(make):
    client = Client()

    assert sign_in(client, make()).status_code == 302
    assert is_in(client)
