"""A sensitive act asks once more who acts, and goes on with what was filled in."""

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from xinqiao.kernel.accounts.models import DutyAssignment
from xinqiao.kernel.accounts.tests.codes import code_of, enrolled
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    PASSWORD,
    UserFactory,
    holder,
    security_admin,
)
from xinqiao.kernel.accounts.tests.pages import MINUTE, is_in, sign_in
from xinqiao.kernel.accounts.tests.screens import text_of
from xinqiao.kernel.accounts.views.recent import require_recent_sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as travelling:
        yield travelling


def signed_in(admin=None):
    admin, client = admin or security_admin(), Client()
    sign_in(client, admin)
    assert is_in(client)
    return client


def grant(client, person, **more):
    fields = {"duty": "contributor", "organisation": person.organisation_id}
    return client.post(reverse("accounts:grant", args=[person.pk]), {**fields, **more})


def test_within_ten_minutes_nobody_is_asked(clock):
    client, person = signed_in(), UserFactory()
    clock.shift(10 * MINUTE)

    assert grant(client, person).status_code == 302
    assert DutyAssignment.objects.filter(user=person).exists()


def test_after_ten_minutes_the_act_waits_for_the_password_and_keeps_what_was_filled_in(clock):
    client, person = signed_in(), UserFactory()
    clock.shift(10 * MINUTE + 1)

    page = text_of(grant(client, person, ends_date="2027-01-31"))

    assert not DutyAssignment.objects.filter(user=person).exists()
    assert "确认是您本人" in page
    assert 'name="ends_date" value="2027-01-31"' in page
    assert "填写的内容不会丢失" in page
    before = client.cookies["xinqiao_session"].value
    answer = grant(client, person, ends_date="2027-01-31", sign_in_proof=PASSWORD)
    assert answer.url == reverse("accounts:account", args=[person.pk])
    assert str(DutyAssignment.objects.get(user=person).ends_date) == "2027-01-31"
    assert client.cookies["xinqiao_session"].value != before
    assert is_in(client)


def test_a_wrong_password_does_nothing_and_counts_towards_the_lock(clock):
    client, person = signed_in(), UserFactory()
    clock.shift(11 * MINUTE)

    answers = [grant(client, person, sign_in_proof="no-such-word") for _ in range(5)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 200, 429]
    assert "口令不正确" in answers[0].content.decode()
    assert "no-such-word" not in answers[0].content.decode()
    assert not DutyAssignment.objects.filter(user=person).exists()


def test_an_empty_answer_is_asked_again(clock):
    client, person = signed_in(), UserFactory()
    clock.shift(11 * MINUTE)

    assert "请填写口令" in text_of(grant(client, person, sign_in_proof=""))


def test_who_has_an_authenticator_is_asked_for_a_code_and_not_for_the_password(clock):
    admin = security_admin()
    secret, _codes = enrolled(admin)
    clock.shift(MINUTE)
    client, person = Client(), UserFactory()
    sign_in(client, admin)
    client.post(
        "/manage/login/code/",
        {"code": code_of(secret, NOW.fromtimestamp(NOW.timestamp() + 60, NOW.tzinfo))},
    )
    clock.shift(11 * MINUTE)

    assert "验证码或恢复码" in text_of(grant(client, person))
    assert "验证码不正确" in text_of(grant(client, person, sign_in_proof=PASSWORD))
    assert not DutyAssignment.objects.filter(user=person).exists()
    assert grant(client, person, sign_in_proof=code_of(secret, timezone.now())).status_code == 302
    assert DutyAssignment.objects.filter(user=person).exists()


def test_too_many_wrong_codes_are_told_to_wait(clock):
    admin = security_admin()
    _secret, codes = enrolled(admin)
    clock.shift(MINUTE)
    client, person = Client(), UserFactory()
    sign_in(client, admin)
    client.post("/manage/login/code/", {"code": codes[0]})
    clock.shift(11 * MINUTE)
    for _ in range(5):
        grant(client, person, sign_in_proof="aaaaaa")

    page = text_of(grant(client, person, sign_in_proof=codes[1]))

    assert "15分钟后再试" in page


@pytest.mark.parametrize(
    "route",
    ["grant", "set_password"],
)
def test_the_question_says_nothing_of_the_thing_behind(clock, route):
    client = signed_in()
    clock.shift(11 * MINUTE)

    missing = text_of(client.post(reverse(f"accounts:{route}", args=[10**6])))

    assert "确认是您本人" in missing


def test_new_codes_and_a_new_authenticator_are_sensitive(clock):
    client = signed_in(holder("editor"))
    clock.shift(11 * MINUTE)

    for route in ("factor_start", "factor_codes"):
        assert "确认是您本人" in text_of(client.post(reverse(f"accounts:{route}")))


def test_a_page_is_asked_for_before_it_is_shown_and_reached_afterwards(clock, rf):
    client = signed_in(holder("editor"))
    clock.shift(11 * MINUTE)
    request = rf.get("/manage/page/?of=1")
    request.session, request.user = client.session, holder("editor")
    view = require_recent_sign_in(lambda request: HttpResponse("geheim"))

    assert b"geheim" not in view(request).content
    answer = rf.post("/manage/page/?of=1", {"sign_in_only": "1", "sign_in_proof": PASSWORD})
    answer.session, answer.user = client.session, request.user
    assert view(answer).url == "/manage/page/?of=1"
    again = rf.get("/manage/page/?of=1")
    again.session, again.user = answer.session, request.user
    assert view(again).content == b"geheim"
