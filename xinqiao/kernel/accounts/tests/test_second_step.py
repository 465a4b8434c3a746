"""Signing in with a code, and what is closed until there is one, over HTTP."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from xinqiao.kernel.accounts import actions, queries
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.tests.codes import CODE_PAGE, code_of, enrolled
from xinqiao.kernel.accounts.tests.factories import NOW, PASSWORD, holder, security_admin
from xinqiao.kernel.accounts.tests.pages import HOME, LOGIN, MINUTE, acts, is_in, sign_in
from xinqiao.kernel.accounts.tests.screens import enter, text_of

pytestmark = pytest.mark.django_db

FACTOR = "/manage/second-factor/"


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def started(clock):
    """A person with an authenticator, one minute later, whose password was right."""
    user, client = holder("editor"), Client()
    secret, codes = enrolled(user)
    clock.shift(MINUTE)
    answer = client.post(
        LOGIN, {"username": user.username, "password": PASSWORD, "next": "/manage/password/"}
    )
    assert answer.url == CODE_PAGE
    return client, user, secret, codes


def test_the_password_alone_opens_nothing(clock):
    client, _user, _secret, _codes = started(clock)

    assert not is_in(client)
    assert not acts("accounts.signed_in").exists()
    page = client.get(CODE_PAGE).content.decode()
    assert "<script" not in page
    assert 'autocomplete="one-time-code"' in page


def test_password_and_code_sign_in_under_a_new_session_and_lead_on(clock):
    client, user, secret, _codes = started(clock)
    before = client.cookies["xinqiao_session"].value

    answer = client.post(CODE_PAGE, {"code": code_of(secret, timezone.now())})

    assert answer.url == "/manage/password/"
    assert client.cookies["xinqiao_session"].value != before
    assert is_in(client)
    assert acts("accounts.signed_in").get().actor_id == user.pk


def test_a_recovery_code_signs_in_and_says_how_many_are_left(clock):
    client, _user, _secret, codes = started(clock)

    page = client.post(CODE_PAGE, {"code": codes[0]}, follow=True)

    assert "恢复码还剩9个" in page.content.decode()


def test_a_wrong_code_is_answered_and_may_be_tried_again(clock):
    client, _user, secret, _codes = started(clock)

    page = client.post(CODE_PAGE, {"code": "000000"}).content.decode()
    empty = client.post(CODE_PAGE, {"code": ""}).content.decode()

    assert "验证码不正确或已用过" in page
    assert 'role="alert"' in page
    assert "请填写验证码" in empty
    assert client.post(CODE_PAGE, {"code": code_of(secret, timezone.now())}).status_code == 302


def test_the_same_code_does_not_sign_in_twice(clock):
    client, user, secret, _codes = started(clock)
    code = code_of(secret, timezone.now())
    client.post(CODE_PAGE, {"code": code})
    other = Client()
    sign_in(other, user)

    other.post(CODE_PAGE, {"code": code})

    assert not is_in(other)


def test_too_many_wrong_codes_close_the_second_step(clock):
    client, _user, secret, _codes = started(clock)
    for _ in range(5):
        client.post(CODE_PAGE, {"code": "aaaaaa"})

    page = client.post(CODE_PAGE, {"code": code_of(secret, timezone.now())}).content.decode()

    assert "连续输错5次，请15分钟后再试" in page
    assert not is_in(client)


@pytest.mark.parametrize("happens", ["time", "disabled", "put out", "gone", "none"])
def test_the_second_step_is_not_there_without_a_fresh_first_one(clock, happens):
    client, user, secret, _codes = started(clock)
    if happens == "time":
        clock.shift(301)
    elif happens == "disabled":
        User.objects.filter(pk=user.pk).update(is_active=False)
    elif happens == "put out":
        actions.end_sessions(actor=security_admin(), user_id=user.pk, reason="x", now=NOW)
    elif happens == "gone":
        session = client.session
        session["sign_in_pending"] = {**session["sign_in_pending"], "user": 0}
        session.save()
    else:
        client = Client()

    answer = client.post(CODE_PAGE, {"code": code_of(secret, timezone.now())})

    assert answer.url == LOGIN
    assert not is_in(client)


def test_a_stranger_is_not_led_away_by_next(clock):
    user, client = holder("editor"), Client()
    secret, _codes = enrolled(user)
    clock.shift(MINUTE)
    client.post(
        LOGIN, {"username": user.username, "password": PASSWORD, "next": "https://evil.example/"}
    )

    answer = client.post(CODE_PAGE, {"code": code_of(secret, timezone.now())})

    assert answer.url == "/manage/"


# Setting it up


def test_a_person_sets_it_up_with_picture_or_typed_secret(clock):
    user = holder("editor")
    client = enter(user)
    assert "生成密钥" in text_of(client.get(FACTOR))
    assert client.get(f"{FACTOR}qr.svg").status_code == 404

    client.post(f"{FACTOR}start/")
    page, picture = text_of(client.get(FACTOR)), client.get(f"{FACTOR}qr.svg")

    secret = queries.pending_secret_of(user)
    assert secret[:4] in page
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "no-store"
    assert b"<svg" in picture.content
    assert "验证码不对" in text_of(client.post(f"{FACTOR}confirm/", {"code": "000000"}))
    assert "请填写验证码" in text_of(client.post(f"{FACTOR}confirm/", {}))
    codes = text_of(client.post(f"{FACTOR}confirm/", {"code": code_of(secret)}))
    assert codes.count("<li><code>") == 10
    assert is_in(client)
    assert "已启用" in text_of(client.get(FACTOR))


def test_recovery_codes_are_changed_and_shown_once(clock):
    client, _user, secret, codes = started(clock)
    client.post(CODE_PAGE, {"code": code_of(secret, timezone.now())})

    page = text_of(client.post(f"{FACTOR}codes/"))

    assert page.count("<li><code>") == 10
    assert codes[0] not in page
    assert codes[0] not in text_of(client.get(FACTOR))


def test_there_are_no_recovery_codes_without_a_second_factor():
    assert enter(holder("editor")).post(f"{FACTOR}codes/").url == FACTOR


def test_the_secret_is_shown_to_nobody_else():
    user, other = holder("editor"), holder("editor")
    actions.start_enrolment(actor=user)

    assert enter(other).get(f"{FACTOR}qr.svg").status_code == 404
    assert queries.pending_secret_of(user)[:4] not in text_of(enter(other).get(FACTOR))


# Where it is required


def test_before_it_is_set_up_every_page_leads_there(settings):
    settings.XINQIAO_SECOND_FACTOR_REQUIRED = True
    client = enter(holder("editor"))

    for address in (HOME, "/manage/", reverse("accounts:accounts"), "/manage/alive/"):
        assert client.get(address).url == FACTOR
    page = text_of(client.get(FACTOR))
    assert "本平台要求第二因素" in page
    assert "退出登录" in page


def test_once_it_is_set_up_the_work_goes_on(settings, clock):
    settings.XINQIAO_SECOND_FACTOR_REQUIRED = True
    user = holder("editor")
    client = enter(user)
    client.post(f"{FACTOR}start/")

    secret = queries.pending_secret_of(user)
    client.post(f"{FACTOR}confirm/", {"code": code_of(secret)})

    assert is_in(client)


def test_who_signs_in_with_a_code_works_where_it_is_required(settings, clock):
    settings.XINQIAO_SECOND_FACTOR_REQUIRED = True
    client, _user, secret, _codes = started(clock)

    client.post(CODE_PAGE, {"code": code_of(secret, timezone.now())})

    assert is_in(client)


def test_the_new_password_comes_before_the_second_factor(settings):
    settings.XINQIAO_SECOND_FACTOR_REQUIRED = True
    client = enter(holder("editor", must_change_password=True))

    assert client.get(FACTOR).url == "/manage/password/"
    assert client.get("/manage/password/").status_code == 200
