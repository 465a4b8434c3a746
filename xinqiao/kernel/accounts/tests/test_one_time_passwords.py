"""A one-time password takes two people, and neither of them knows it (ASVS 6.4.6)."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from xinqiao.kernel.accounts import actions, policies, queries, rules
from xinqiao.kernel.accounts.models import Proposal, SecondFactor
from xinqiao.kernel.accounts.tests.acts import asked, issued, last_act
from xinqiao.kernel.accounts.tests.codes import enrolled
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    PASSWORD,
    auditor,
    fresh,
    holder,
    security_admin,
    system_admin,
)
from xinqiao.kernel.accounts.tests.screens import enter, said, text_of
from xinqiao.kernel.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

HALF = re.compile(r"<code>([a-z0-9]{4}-[a-z0-9]{4})</code>")


def confirmed(actor, row):
    return actions.confirm_act(
        actor=actor, proposal_id=row.pk, payload_hash=row.payload_hash, now=NOW
    )


def test_both_halves_together_are_the_password_and_it_must_be_changed():
    user = holder("editor")
    before = user.get_session_auth_hash()

    (password,) = issued(user)

    user = fresh(user)
    assert user.check_password(password)
    assert user.must_change_password
    assert user.get_session_auth_hash() != before
    assert rules.check_password(rules.PASSWORD_POLICIES["asvs"], password, words=()) is None


def test_nothing_changes_before_the_other_has_confirmed():
    user = holder("editor")

    asked(user)

    assert fresh(user).check_password(PASSWORD)


def test_the_trail_counts_what_one_person_proposed_in_thirty_days():
    admin = security_admin()
    issued(holder("editor"), proposer=admin, now=NOW - dt.timedelta(days=31))
    issued(holder("editor"), holder("editor"), proposer=admin)
    issued(holder("editor"), proposer=security_admin())

    issued(holder("editor"), proposer=admin)

    assert last_act().action == "accounts.password_set"
    assert last_act().after == {"proposed_by": admin.pk, "by_proposer_in_30_days": 3}


def test_the_security_administrator_alone_sets_nobodys_password():
    admin, user = security_admin(), holder("editor")
    row = asked(user, proposer=admin)

    with pytest.raises(PermissionDenied):
        confirmed(admin, row)

    assert fresh(user).check_password(PASSWORD)


@pytest.mark.parametrize("make", [system_admin, auditor, lambda: holder("editor")])
def test_nobody_but_the_security_administrator_proposes(make):
    with pytest.raises(PermissionDenied):
        asked(holder("editor"), proposer=make())


@pytest.mark.parametrize("make", [auditor, lambda: holder("editor"), lambda: holder("unit_head")])
def test_a_stranger_does_not_confirm(make):
    row = asked(holder("editor"))

    with pytest.raises(PermissionDenied):
        confirmed(make(), row)


def test_who_leads_the_unit_confirms_for_its_people_and_for_no_others():
    user = holder("editor")
    head = holder("unit_head", organisation=user.organisation)
    own, mixed = asked(user), asked(user, holder("editor"))

    assert confirmed(head, own).state == "done"
    with pytest.raises(PermissionDenied):
        confirmed(head, mixed)
    assert policies.may_be_asked_to_confirm(head)
    assert not policies.may_be_asked_to_confirm(user)


def test_the_person_himself_neither_proposes_nor_confirms():
    admin, head = security_admin(), holder("unit_head")

    with pytest.raises(rules.AccountRefused):
        asked(admin, proposer=admin)
    assert not policies.can_propose_passwords(admin, {"users": [admin.pk]})
    with pytest.raises(PermissionDenied):
        confirmed(head, asked(head))


def test_no_administrator_is_put_out_by_a_new_password():
    for person in (system_admin(), auditor(), security_admin()):
        with pytest.raises(rules.AccountRefused):
            asked(person)


def test_who_has_become_an_administrator_since_keeps_his_password():
    user = holder("editor")
    row = asked(user)
    user.duties.update(duty="auditor")

    with pytest.raises(rules.AccountRefused):
        confirmed(system_admin(), row)

    assert fresh(user).check_password(PASSWORD)
    assert Proposal.objects.get(pk=row.pk).state == "open"


def test_nobody_and_too_many_are_refused():
    with pytest.raises(rules.AccountRefused, match="没有"):
        asked()
    with pytest.raises(rules.AccountRefused, match="最多"):
        rules.check_issue(people=31, limit=30)


def test_each_proposal_has_halves_of_its_own():
    user, admin = holder("editor"), security_admin()

    assert issued(user, proposer=admin) != issued(user, proposer=admin)


# On the screen


def test_each_of_the_two_reads_one_half_once_and_the_owner_signs_in():
    user = holder("editor")
    security, system = enter(security_admin()), enter(system_admin())

    first = security.post(reverse("accounts:set_password", args=[user.pk]), {"reason": "忘记"})
    row = Proposal.objects.get()
    page = reverse("accounts:proposal", args=[row.pk])
    digest = {"payload_hash": row.payload_hash}
    second = system.post(reverse("accounts:proposal_confirm", args=[row.pk]), digest)

    halves = [HALF.search(text_of(answer))[1] for answer in (first, second)]
    assert all("no-store" in answer["Cache-Control"] for answer in (first, second))
    for client in (security, system):
        assert not HALF.search(text_of(client.get(page)))
    assert "这个事项已经处理过" in said(
        system, reverse("accounts:proposal_confirm", args=[row.pk]), digest
    )
    credentials = {"username": user.username, "password": "-".join(halves)}
    assert Client().post("/manage/login/", credentials).status_code == 302


def test_a_reason_is_asked_for():
    user, client = holder("editor"), enter(security_admin())

    text = said(client, reverse("accounts:set_password", args=[user.pk]), {})

    assert "理由" in text
    assert not Proposal.objects.exists()


def test_who_leads_the_unit_finds_what_waits_for_him():
    user = holder("editor")
    head = holder("unit_head", organisation=user.organisation)
    row = asked(user, now=timezone.now())

    client = enter(head)

    assert row in queries.proposals_waiting_for(head, timezone.now())
    assert user.name in text_of(client.get(reverse("accounts:proposal", args=[row.pk])))
    assert reverse("accounts:proposals") in text_of(client.get("/manage/me/"))


# The way out for the three seats


def test_the_server_lets_an_administrator_in_again():
    admin = security_admin()
    enrolled(admin)

    password = actions.reset_administrator(username=admin.username, reason="遗失", now=NOW)

    admin = fresh(admin)
    assert admin.check_password(password)
    assert admin.must_change_password
    assert not SecondFactor.objects.filter(user=admin).exists()
    event = last_act()
    assert (event.action, event.actor, event.reason) == (
        "accounts.administrator_reset",
        None,
        "遗失",
    )


@pytest.mark.parametrize("make", [lambda: holder("editor"), lambda: auditor(is_active=False)])
def test_the_server_command_is_for_administrators_in_office_only(make):
    person = make()
    before = AuditEvent.objects.count()

    with pytest.raises(actions.NotAdministrator, match=person.username):
        actions.reset_administrator(username=person.username, reason="x", now=NOW)

    assert AuditEvent.objects.count() == before
