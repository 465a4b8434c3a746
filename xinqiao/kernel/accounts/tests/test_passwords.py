"""What passwords are accepted, for how long, and what happens when one is old."""

import datetime as dt

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kernel.accounts import actions, passwords, rules
from xinqiao.kernel.accounts.models import FormerPassword
from xinqiao.kernel.accounts.tests.acts import issued
from xinqiao.kernel.accounts.tests.factories import NOW, PASSWORD, fresh, holder
from xinqiao.kernel.accounts.tests.pages import HOME, is_in, sign_in
from xinqiao.kernel.accounts.tests.screens import text_of
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

DENGBAO, ASVS = rules.PASSWORD_POLICIES["dengbao"], rules.PASSWORD_POLICIES["asvs"]
PAGE = "/manage/password/"
DAY = 24 * 3600
GOOD = ["Stone-bridge-4711", "lamp-river-tulip-9", "oak mill heron canal", "kf8#Tz!w9LqR"]


def refused(text, policy=DENGBAO, words=None):
    try:
        rules.check_password(policy, text, words=words or passwords.weak_words())
    except rules.PasswordRefused as error:
        return str(error)
    return ""


# The rule


@pytest.mark.parametrize("text", GOOD)
def test_long_phrases_and_random_signs_are_accepted(text):
    assert refused(text) == ""


@pytest.mark.parametrize(
    ("policy", "length"), [pytest.param(DENGBAO, 12, id="等保"), pytest.param(ASVS, 15, id="ASVS")]
)
def test_the_length_is_that_of_the_policy(policy, length):
    text = "kf8Tzw9LqRxmvP2n"

    assert f"至少{length}个字符" in refused(text[: length - 1], policy)
    assert refused(text[:length], policy) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Password2026!",
        "P@ssw0rd!!2026",
        "admin123456789",
        "Zhengfu@12345",
        "xianzhengfu2026",
        "qwertyuiop1234",
        "1qaz2wsx3edc",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmn",
        "zyxwvutsrqponm",
        "１２３４５６７８９０１２",
        "woaizhongguo520",
        "XinqiaoAdmin888",
        "!!!!!!!!!!!!!!",
    ],
)
def test_what_everybody_tries_first_is_refused(text):
    assert "太容易猜到" in refused(text)


@given(st.text(max_size=70))
def test_any_text_is_judged(text):
    assert refused(text) or len(text) >= DENGBAO.min_length


def test_the_weak_list_is_local_and_small_letters():
    words = passwords.weak_words()

    assert len(words) > 80
    assert all(word == word.lower() and word.isascii() for word in words)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text", ["li.qingsong-2026", "LIQINGSONG-jyj-1", "jiaotiju-2026-!!", "qingsong@jiaotiju"]
)
def test_name_and_unit_are_no_secret(text):
    unit = OrganisationFactory(code="jiaotiju", short_name="教体局")
    user = holder("editor", username="li.qingsong", name="李青松", organisation=unit)
    user.email = "liqingsong@example.com"

    with pytest.raises(ValidationError, match="太容易猜到"):
        validate_password(text, user)


@pytest.mark.django_db
def test_who_is_not_known_has_no_context():
    validate_password(GOOD[0], holder("editor"))
    assert passwords.context_words(None) == frozenset()


def test_the_help_says_what_the_policy_asks():
    assert rules.password_help(DENGBAO).count("。") == 4
    assert "15" in rules.password_help(ASVS)
    assert "天更换" not in rules.password_help(ASVS)
    assert passwords.PolicyValidator().get_help_text() == rules.password_help(DENGBAO)


# Not again


@pytest.mark.django_db
def test_the_last_five_passwords_are_not_taken_again():
    user = holder("editor")
    series = [f"{GOOD[0]}-{sign}" for sign in "vwxyz"]
    for text in series:
        actions.change_password(actor=user, password=text, now=NOW)

    for text in series:
        with pytest.raises(ValidationError, match="最近5次"):
            actions.change_password(actor=user, password=text, now=NOW)
    actions.change_password(actor=user, password=PASSWORD, now=NOW)

    assert FormerPassword.objects.filter(user=user).count() == 5


@pytest.mark.django_db
def test_the_other_policy_remembers_none(settings):
    settings.XINQIAO_PASSWORD_POLICY = "asvs"
    user = holder("editor")
    for _ in range(2):
        actions.change_password(actor=user, password=GOOD[0], now=NOW)


@pytest.mark.django_db
def test_a_password_given_by_the_administrator_is_remembered_too():
    user = holder("editor")

    issued(user)

    with pytest.raises(ValidationError, match="最近5次"):
        validate_password(PASSWORD, fresh(user))


# For ninety days


@pytest.mark.parametrize(
    ("days", "is_old"),
    [pytest.param(90, False, id="on the ninetieth day"), pytest.param(91, True, id="after it")],
)
def test_a_password_serves_ninety_days(days, is_old):
    changed = NOW - dt.timedelta(days=days)

    assert rules.is_password_old(DENGBAO, changed_at=changed, now=NOW) == is_old
    assert not rules.is_password_old(ASVS, changed_at=changed, now=NOW)


@pytest.mark.django_db
def test_an_old_password_leads_to_its_change_and_nowhere_else(settings):
    settings.XINQIAO_DEMO = False
    user, client = holder("editor", password_changed_at=NOW), Client()
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, user)
        assert is_in(client)
        client.post("/manage/logout/")
        clock.shift(91 * DAY)
        sign_in(client, user)

        assert client.get(HOME).url == PAGE
        page = text_of(client.get(PAGE))
        assert "口令已用满90天" in page
        assert "每90天更换" in page
        new = {"present": PASSWORD, "password": GOOD[0], "repeat": GOOD[0]}
        client.post(PAGE, new)
        assert is_in(client)


@pytest.mark.django_db
def test_an_account_that_never_changed_it_counts_from_its_opening(settings):
    settings.XINQIAO_DEMO = False
    opened = NOW - dt.timedelta(days=91)

    assert passwords.is_old(holder("editor", opened_at=opened), NOW)
    assert not passwords.is_old(holder("editor"), NOW)


@pytest.mark.django_db
def test_the_printed_accounts_of_the_demo_do_not_grow_old(settings):
    user = holder("editor", password_changed_at=NOW - dt.timedelta(days=400))
    settings.XINQIAO_DEMO = True

    assert not passwords.is_old(user, NOW)


@pytest.mark.django_db
def test_the_page_says_why_a_password_is_refused():
    user, client = holder("editor"), Client()
    sign_in(client, user)

    def said(text):
        return text_of(client.post(PAGE, {"present": PASSWORD, "password": text, "repeat": text}))

    assert "至少12个字符，现为5个" in said("short")
    assert "太容易猜到" in said("zhengfu@12345")
    assert "现口令相同" in said(PASSWORD)
