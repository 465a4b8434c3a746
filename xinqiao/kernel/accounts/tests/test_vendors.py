"""Outsourced people: narrow rights, until a day, and a report of what they did."""

import datetime as dt

import pytest
from django.urls import reverse

from xinqiao.kernel.accounts import actions, duties, policies, queries, rules
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    DutyAssignmentFactory,
    UserFactory,
    auditor,
    holder,
    security_admin,
    system_admin,
)
from xinqiao.kernel.accounts.tests.screens import enter, text_of
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.audit.models import Result

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def vendor(**fields):
    return DutyAssignmentFactory(duty="vendor", **fields)


def acted(user, at=NOW, result=Result.OK):
    audit.record(action="accounts.signed_in", actor=user, target=user, at=at, result=result)


def test_an_outsourced_duty_needs_a_last_day():
    user, admin = UserFactory(), security_admin()
    facts = {"user_id": user.pk, "duty": "vendor", "organisation": user.organisation, "now": NOW}

    with pytest.raises(rules.DutyRefused, match="必须写明到哪天为止"):
        actions.grant_duty(actor=admin, **facts)
    row = actions.grant_duty(actor=admin, ends_date=TODAY, **facts)
    assert row.ends_date == TODAY


@pytest.mark.parametrize("other", ["publisher", "unit_reviewer", "secrecy_reviewer"])
def test_an_outsourced_person_neither_reviews_nor_publishes(other):
    with pytest.raises(rules.DutyRefused):
        rules.check_grant(duties.get("vendor"), [duties.get(other)])


def test_the_report_counts_acts_and_refusals_of_thirty_days(django_assert_num_queries):
    row = vendor(ends_date=TODAY)
    gone = vendor(ends_date=TODAY - dt.timedelta(days=1))
    acted(row.user)
    acted(row.user, result=Result.REFUSED)
    acted(row.user, at=NOW - dt.timedelta(days=31))
    acted(UserFactory())

    with django_assert_num_queries(2):
        found = queries.vendors(NOW)

    assert [(one.duty, one.acts, one.refused, one.has_ended) for one in found] == [
        (row, 2, 1, False),
        (gone, 0, 0, True),
    ]


def test_a_duty_taken_back_is_not_in_the_report():
    vendor(revoked_at=NOW)

    assert queries.vendors(NOW) == []


@pytest.mark.parametrize("who", [auditor, security_admin])
def test_auditor_and_security_administrator_read_it(who):
    name = vendor(ends_date=TODAY).user.name

    assert name in text_of(enter(who()).get(reverse("accounts:vendors")))


@pytest.mark.parametrize("who", [system_admin, lambda: holder("editor")])
def test_nobody_else_finds_it(who):
    person = who()

    assert not policies.can_see_vendors(person)
    assert enter(person).get(reverse("accounts:vendors")).status_code == 404
