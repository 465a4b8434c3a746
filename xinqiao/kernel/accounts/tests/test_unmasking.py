"""Phones of colleagues: masked on the page, in clear for a reason, so often in an hour."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from xinqiao.kernel.accounts import actions, duties, policies, rules
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    DutyAssignmentFactory,
    UserFactory,
    auditor,
    fresh,
    holder,
    system_admin,
)
from xinqiao.kernel.accounts.tests.screens import PHONE, enter, said, text_of
from xinqiao.kernel.audit.models import AuditEvent, Result
from xinqiao.kernel.vault import fields

pytestmark = pytest.mark.django_db
LIMIT = 3


@pytest.fixture(autouse=True)
def _limit(settings):
    settings.XINQIAO_UNMASK_PER_HOUR = LIMIT


def with_phone(organisation, phone=PHONE, **given):
    user = UserFactory(organisation=organisation, **given)
    user.save(update_fields=fields.write(user, "phone", phone))
    return user


def leader():
    """Somebody whose duty leads his unit."""
    return holder("unit_reviewer")


def reveal(actor, person, *, reason="防汛值班", now=NOW):
    return actions.reveal_phone(actor=actor, user_id=person.pk, reason=reason, now=now)


def acts(result):
    return AuditEvent.objects.filter(action="accounts.unmasked", result=result)


def test_who_leads_a_unit_sees_its_peoples_phones_and_no_others():
    head = leader()
    own, strange = with_phone(head.organisation), with_phone(UserFactory().organisation)

    assert reveal(head, own) == PHONE
    with pytest.raises(PermissionDenied):
        reveal(head, strange)
    with pytest.raises(PermissionDenied):
        reveal(holder("contributor", organisation=head.organisation), own)


def test_a_sight_is_recorded_without_what_was_seen():
    head = leader()
    person = with_phone(head.organisation)

    reveal(head, person)

    act = acts(Result.OK).get()
    assert (act.target_id, act.reason, act.after) == (
        str(person.pk),
        "防汛值班",
        {"field": "phone"},
    )
    assert act.organisation_id == person.organisation_id


def test_no_more_than_so_many_an_hour_and_the_refusal_leaves_a_trace():
    head = leader()
    person = with_phone(head.organisation)
    for minute in range(LIMIT):
        reveal(head, person, now=NOW + dt.timedelta(minutes=minute))

    with pytest.raises(rules.UnmaskRefused, match="一小时内最多查看3条"):
        reveal(head, person, now=NOW + dt.timedelta(minutes=59))
    assert acts(Result.REFUSED).count() == 1
    assert reveal(head, person, now=NOW + dt.timedelta(minutes=60)) == PHONE


def test_a_blank_reason_is_refused():
    head = leader()

    with pytest.raises(rules.UnmaskRefused, match="理由"):
        reveal(head, with_phone(head.organisation), reason="  ")


def test_leading_duties_come_from_the_registry():
    assert "unit_reviewer" in duties.leading_codes()
    assert "contributor" not in duties.leading_codes()


# The page


def test_the_page_shows_the_units_people_masked(django_assert_max_num_queries):
    head = leader()
    people = [with_phone(head.organisation, f"138123456{n:02}") for n in range(12)]
    strange = with_phone(UserFactory().organisation, "13900001111", name="陌生人")
    client = enter(head)
    client.get(reverse("accounts:colleagues"))

    with django_assert_max_num_queries(14):
        page = text_of(client.get(reverse("accounts:colleagues")))

    assert all(person.name in page for person in people)
    assert "138****5611" in page
    assert "13812345611" not in page
    assert strange.name not in page


def test_a_leader_is_shown_the_whole_number_once_and_it_is_not_kept():
    head = leader()
    person = with_phone(head.organisation)
    client, address = enter(head), reverse("accounts:colleague_phone", args=[person.pk])

    assert client.get(address).status_code == 405
    assert "理由" in said(client, address, {"reason": ""})
    answer = client.post(address, {"reason": "防汛值班"})

    assert PHONE in text_of(answer)
    assert "no-store" in answer["Cache-Control"]


def test_the_limit_is_explained_on_the_page():
    head = leader()
    person = with_phone(head.organisation)
    client, address = enter(head), reverse("accounts:colleague_phone", args=[person.pk])
    for _time in range(LIMIT):
        client.post(address, {"reason": "防汛值班"})

    assert "一小时内最多查看3条" in said(client, address, {"reason": "防汛值班"})


def test_a_writer_reads_the_page_but_opens_no_number():
    head = leader()
    person = with_phone(head.organisation)
    writer = holder("contributor", organisation=head.organisation)

    page = text_of(enter(writer).get(reverse("accounts:colleagues")))

    assert person.name in page
    assert "查看完整手机号" not in page
    address = reverse("accounts:colleague_phone", args=[person.pk])
    assert enter(writer).post(address, {"reason": "x"}).status_code == 404


def test_another_units_person_is_a_404_even_for_a_leader():
    person = with_phone(UserFactory().organisation)
    address = reverse("accounts:colleague_phone", args=[person.pk])

    assert enter(leader()).post(address, {"reason": "x"}).status_code == 404


@pytest.mark.parametrize("person", [system_admin, auditor])
def test_administrators_have_no_such_page(person):
    user = person()

    assert not policies.can_see_colleagues(user)
    assert enter(user).get(reverse("accounts:colleagues")).status_code == 404


def test_a_duty_in_another_unit_shows_that_units_people():
    user, other = holder("contributor"), UserFactory()
    DutyAssignmentFactory(user=user, organisation=other.organisation)

    page = text_of(enter(fresh(user)).get(reverse("accounts:colleagues")))

    assert other.name in page


# Finding by phone


def test_an_account_is_found_by_its_whole_phone_and_by_no_part_of_it():
    person = with_phone(UserFactory().organisation, "13700002222", name="有电话的人")
    client = enter(system_admin())

    whole = text_of(client.get(reverse("accounts:accounts"), {"q": "13700002222"}))
    part = text_of(client.get(reverse("accounts:accounts"), {"q": "1370000"}))

    assert person.name in whole
    assert person.name not in part
