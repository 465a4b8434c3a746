"""Signing in, being locked out, being signed out."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.utils import timezone

from xinqiao.kernel.accounts import actions, queries
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    PASSWORD,
    UserFactory,
    holder,
    security_admin,
)
from xinqiao.kernel.accounts.tests.pages import (
    HOME,
    LOGIN,
    MINUTE,
    acts,
    fail,
    is_in,
    sign_in,
)
from xinqiao.kernel.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def test_the_sign_in_page_is_chinese_and_needs_no_script():
    text = Client().get(LOGIN).content.decode()

    assert '<html lang="zh-Hans">' in text
    assert '<label for="id_username">登录名</label>' in text
    assert 'autocomplete="current-password"' in text
    assert "<script" not in text


def test_a_person_signs_in_with_a_new_session_and_it_is_recorded():
    user, client = holder("editor"), Client()
    client.get(LOGIN)
    client.cookies["xinqiao_session"] = "planted"

    answer = sign_in(client, user)

    assert answer.status_code == 302
    assert client.cookies["xinqiao_session"].value != "planted"
    assert is_in(client)
    assert acts("accounts.signed_in").get().actor_id == user.pk


def test_capitals_and_blanks_in_the_login_name_do_no_harm():
    user, client = holder("editor", username="li.qing"), Client()

    sign_in(client, " Li.Qing ")

    assert is_in(client)
    assert str(user.pk) == client.session["_auth_user_id"]


@pytest.mark.parametrize("state", ["unknown", "wrong", "disabled", "no duty", "expired"])
def test_every_refusal_says_the_same(state):
    client = Client()
    people = {
        "unknown": lambda: "nobody",
        "wrong": lambda: holder("editor"),
        "disabled": lambda: holder("editor", is_active=False),
        "no duty": lambda: UserFactory(),
        "expired": lambda: holder("editor", valid_until=dt.date(2020, 1, 1)),
    }

    answer = sign_in(client, people[state](), "wrong" if state == "wrong" else PASSWORD)

    assert answer.status_code == 200
    assert "登录名或口令不正确，或账号尚不能使用。" in answer.content.decode()
    assert not is_in(client)
    assert acts("accounts.sign_in_failed").count() == 1


def test_an_unknown_name_costs_as_much_work_as_a_wrong_password(monkeypatch):
    user, spent = holder("editor"), []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda *args: spent.append(1) or encode(*args))

    fail(Client(), user, 1)
    known = len(spent)
    fail(Client(), "nobody", 1)

    assert known == len(spent) - known == 1


def test_a_word_typed_as_a_name_does_not_get_into_the_trail():
    sign_in(Client(), "my-secret-password", "x")

    assert not AuditEvent.objects.filter(target_label__contains="my-secret").exists()


def test_the_fifth_failure_locks_this_person_from_this_address_only():
    user, other, client = holder("editor"), holder("editor"), Client()

    codes = fail(client, user, 5)

    assert codes == [200, 200, 200, 200, 429]
    locked = sign_in(client, user)
    assert locked.status_code == 429
    assert "15分钟后再试" in locked.content.decode()
    assert queries.locked_usernames(timezone.now()) == {user.username}
    assert acts("accounts.locked").count() == 1
    assert sign_in(Client(), other).status_code == 302
    assert sign_in(Client(), user, REMOTE_ADDR="10.1.2.3").status_code == 302


def test_an_unknown_name_is_locked_alike():
    assert fail(Client(), "nobody", 6) == [200, 200, 200, 200, 429, 429]


def test_a_success_in_between_forgets_the_failures():
    user, client = holder("editor"), Client()

    fail(client, user, 4)
    sign_in(client, user)

    assert fail(Client(), user, 4) == [200, 200, 200, 200]


def test_the_lock_opens_after_fifteen_minutes():
    user, client = holder("editor"), Client()
    with time_machine.travel(NOW, tick=False) as clock:
        fail(client, user, 5)
        clock.shift(14 * MINUTE)
        assert queries.locked_usernames(timezone.now()) == {user.username}
        clock.shift(61)

        assert queries.locked_usernames(timezone.now()) == set()
        assert sign_in(client, user).status_code == 302


def test_further_failures_while_locked_do_not_prolong_the_lock():
    user, client = holder("editor"), Client()
    with time_machine.travel(NOW, tick=False) as clock:
        fail(client, user, 5)
        for _ in range(14):
            clock.shift(MINUTE)
            assert fail(client, user, 3) == [429, 429, 429]
        clock.shift(61)

        assert queries.locked_usernames(timezone.now()) == set()
        assert sign_in(client, user).status_code == 302


def test_the_security_administrator_lifts_the_lock():
    user, client = holder("editor"), Client()
    fail(client, user, 5)

    actions.unlock(actor=security_admin(), user_id=user.pk, now=NOW)

    assert sign_in(client, user).status_code == 302
    assert acts("accounts.unlocked").get().target_id == str(user.pk)


def test_a_thousand_tries_leave_the_others_alone():
    user, client = holder("editor"), Client()

    codes = fail(client, user, 40)

    assert set(codes[4:]) == {429}
    assert acts("accounts.locked").count() == 1
    assert sign_in(Client(), holder("publisher")).status_code == 302


def test_signing_out_ends_the_session_and_is_recorded():
    user, client = holder("editor"), Client()
    sign_in(client, user)
    stolen = client.cookies["xinqiao_session"].value

    answer = client.post("/manage/logout/")

    assert answer.url == LOGIN
    client.cookies["xinqiao_session"] = stolen
    assert not is_in(client)
    assert acts("accounts.signed_out").get().actor_id == user.pk


def test_leaving_without_being_in_records_nothing():
    Client().post("/manage/logout/")

    assert not acts("accounts.signed_out").exists()


def test_signing_out_needs_a_post():
    user, client = holder("editor"), Client()
    sign_in(client, user)

    assert client.get("/manage/logout/").status_code == 405
    assert is_in(client)


# Timeouts


def test_half_an_hour_without_an_act_ends_the_session():
    user, client = holder("editor"), Client()
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, user)
        assert is_in(client)
        clock.shift(29 * MINUTE)
        assert is_in(client)
        clock.shift(30 * MINUTE + 1)

        answer = client.get(HOME, follow=True)

        assert answer.redirect_chain[-1][0] == f"{LOGIN}?next={HOME}"
        assert "登录已超时" in answer.content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"HTTP_ACCEPT": "application/json"}, id="autosave"),
        pytest.param({"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}, id="ping"),
        pytest.param({"HTTP_SEC_FETCH_MODE": "cors"}, id="script"),
        pytest.param(
            {"HTTP_SEC_FETCH_MODE": "navigate", "HTTP_SEC_FETCH_DEST": "iframe"}, id="preview"
        ),
    ],
)
def test_what_the_page_does_by_itself_keeps_nobody_signed_in(headers):
    user, client = holder("editor"), Client()
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, user)
        assert is_in(client)
        for _ in range(6):
            clock.shift(5 * MINUTE)
            assert client.get(HOME, **headers).status_code == 200
        clock.shift(1)

        assert client.get(HOME, **headers).status_code == 302
