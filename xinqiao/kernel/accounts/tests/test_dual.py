"""Acts for two: one proposes, another confirms exactly that, within half an hour, once."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from xinqiao.kernel.accounts import actions, dual, policies, queries, rules
from xinqiao.kernel.accounts.models import Proposal, SecondFactor
from xinqiao.kernel.accounts.tests.acts import last_act
from xinqiao.kernel.accounts.tests.codes import enrolled
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    auditor,
    fresh,
    holder,
    security_admin,
    system_admin,
)
from xinqiao.kernel.accounts.tests.screens import enter, text_of
from xinqiao.kernel.audit.models import AuditEvent

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)


def proposed(actor, user, now=NOW, **changes):
    payload = {"user": user.pk, **changes}
    return actions.propose_act(
        actor=actor, kind=actions.RESET_FACTOR, payload=payload, reason="手机遗失", now=now
    )


def confirmed(actor, row, now=NOW, digest=None):
    digest = row.payload_hash if digest is None else digest
    return actions.confirm_act(actor=actor, proposal_id=row.pk, payload_hash=digest, now=now)


def has_factor(user):
    return SecondFactor.objects.filter(user=user).exists()


# Two persons


def test_two_administrators_reset_a_second_factor_together():
    user, security, system = holder("editor"), security_admin(), system_admin()
    enrolled(user)
    generation = fresh(user).session_generation

    row = proposed(security, user)
    assert has_factor(user)
    confirmed(system, row, NOW + 29 * MINUTE)

    assert not has_factor(user)
    assert fresh(user).session_generation == generation + 1
    row.refresh_from_db()
    assert (row.state, row.decided_by_id) == ("done", system.pk)
    event = last_act()
    assert event.action == "accounts.factor_reset"
    assert event.after == {"proposed_by": security.pk}
    trail = AuditEvent.objects.filter(action__startswith="accounts.act_").order_by("pk")
    assert [act.action for act in trail] == ["accounts.act_proposed", "accounts.act_confirmed"]


def test_one_person_alone_resets_nothing():
    user, security = holder("editor"), security_admin()
    enrolled(user)
    row = proposed(security, user)

    with pytest.raises(PermissionDenied):
        confirmed(security, row)
    with pytest.raises(PermissionDenied):
        actions.refuse_act(actor=security, proposal_id=row.pk, reason="x", now=NOW)

    assert has_factor(user)


def test_the_database_itself_refuses_a_proposer_who_confirms():
    row = proposed(security_admin(), holder("editor"))

    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=row.pk).update(state="done", decided_by=row.proposed_by)


@pytest.mark.parametrize("make", [lambda: holder("editor"), auditor])
def test_nobody_else_proposes_or_confirms(make):
    stranger, user = make(), holder("editor")
    row = proposed(security_admin(), user)

    with pytest.raises(PermissionDenied):
        proposed(stranger, user)
    with pytest.raises(PermissionDenied):
        confirmed(stranger, row)


def test_the_person_himself_takes_no_part():
    security, other, system = security_admin(), security_admin(), system_admin()

    with pytest.raises(PermissionDenied):
        proposed(security, security)
    row = proposed(other, security)
    with pytest.raises(PermissionDenied):
        confirmed(security, row)
    assert confirmed(system, row).state == "done"


def test_the_system_administrator_proposes_for_a_security_administrator_only():
    system = system_admin()

    assert policies.can_propose_reset(system, {"user": security_admin().pk})
    assert not policies.can_propose_reset(system, {"user": holder("editor").pk})
    assert not policies.can_propose_reset(system, {"user": system.pk})


def test_who_has_lost_the_duty_since_has_proposed_nothing():
    user, security, system = holder("editor"), security_admin(), system_admin()
    security_admin()
    row = proposed(security, user)
    security.duties.update(revoked_at=NOW)

    with pytest.raises(rules.ProposalRefused, match="现任人员"):
        confirmed(system, row)


# Exactly that, once, in time


def test_what_is_confirmed_is_what_was_read_and_proposed():
    user, other, system = holder("editor"), holder("editor"), system_admin()
    row = proposed(security_admin(), user)

    with pytest.raises(rules.ProposalRefused, match="不一致"):
        confirmed(system, row, digest="0" * 64)
    Proposal.objects.filter(pk=row.pk).update(payload={"user": other.pk})
    with pytest.raises(rules.ProposalRefused, match="不一致"):
        confirmed(system, row)


@pytest.mark.parametrize("minutes", [30, 31, 60 * 24])
def test_after_half_an_hour_it_is_void(minutes):
    system = system_admin()
    row = proposed(security_admin(), holder("editor"))

    with pytest.raises(rules.ProposalRefused, match="已过30分钟"):
        confirmed(system, row, NOW + minutes * MINUTE)


def test_it_is_decided_once():
    system, user = system_admin(), holder("editor")
    row = proposed(security_admin(), user)
    actions.refuse_act(actor=system, proposal_id=row.pk, reason="本人未遗失", now=NOW)

    assert last_act().reason == "本人未遗失"
    for act in (
        lambda: confirmed(system, row),
        lambda: actions.refuse_act(actor=system, proposal_id=row.pk, reason="x", now=NOW),
    ):
        with pytest.raises(rules.ProposalRefused, match="已经处理过"):
            act()


def test_the_same_act_waits_once_at_a_time():
    security, user = security_admin(), holder("editor")
    row = proposed(security, user)

    with pytest.raises(rules.ProposalRefused, match="正在等待确认"):
        proposed(security, user)

    actions.withdraw_act(actor=security, proposal_id=row.pk, now=NOW)
    proposed(security, user)


def test_only_the_proposer_withdraws():
    row = proposed(security_admin(), holder("editor"))

    with pytest.raises(PermissionDenied):
        actions.withdraw_act(actor=system_admin(), proposal_id=row.pk, now=NOW)


def test_an_act_that_fails_leaves_the_proposal_open():
    def fail(*_arguments):
        raise rules.AccountRefused("不行")

    anybody = lambda _user, _payload: True  # noqa: E731
    dual.register(dual.Act("test.fails", "试", anybody, anybody, lambda _payload: [], fail))
    try:
        row = actions.propose_act(
            actor=holder("editor"), kind="test.fails", payload={}, reason="x", now=NOW
        )
        with pytest.raises(rules.AccountRefused):
            confirmed(holder("editor"), row)
    finally:
        dual._acts.pop("test.fails")

    row.refresh_from_db()
    assert row.state == "open"


def test_an_unknown_act_is_not_proposed():
    with pytest.raises(dual.UnknownAct):
        actions.propose_act(actor=security_admin(), kind="no.such", payload={}, reason="x", now=NOW)


# Over HTTP


def page_of(client, row, verb="", **data):
    address = reverse(f"accounts:proposal{verb}", args=[row.pk])
    return client.post(address, data) if verb else client.get(address)


def test_proposer_and_confirmer_have_their_pages():
    user, security, system = holder("editor", name="王写"), security_admin(), system_admin()
    enrolled(user)
    mine, theirs = enter(security), enter(system)
    account = text_of(mine.get(reverse("accounts:account", args=[user.pk])))
    assert "重置第二因素" in account

    reset = reverse("accounts:reset_factor", args=[user.pk])
    assert mine.post(reset, {}).url == reverse("accounts:account", args=[user.pk])
    page = text_of(mine.post(reset, {"reason": "手机遗失"}, follow=True))

    row = Proposal.objects.get()
    assert "等待另一人确认" in page
    assert "确认并执行" not in page
    assert page_of(mine, row, "_confirm", payload_hash=row.payload_hash).status_code == 404
    assert has_factor(user)
    waiting = text_of(theirs.get(reverse("accounts:proposals")))
    assert "手机遗失" in waiting
    read = text_of(page_of(theirs, row))
    assert "王写" in read
    assert row.payload_hash in read
    page_of(theirs, row, "_confirm", payload_hash="0")
    assert has_factor(user)
    page_of(theirs, row, "_confirm", payload_hash=row.payload_hash)
    assert not has_factor(user)
    assert "已执行" in text_of(page_of(mine, row))


def test_a_second_proposal_is_answered():
    user, security = holder("editor"), security_admin()
    proposed(security, user, timezone.now())

    client = enter(security)
    answer = client.post(reverse("accounts:reset_factor", args=[user.pk]), {"reason": "x"})

    assert "正在等待确认" in text_of(client.get(answer.url))


def test_it_is_refused_with_a_reason_and_withdrawn_without():
    security, system = security_admin(), system_admin()
    row = proposed(security, holder("editor"), timezone.now())
    theirs, mine = enter(system), enter(security)

    assert "理由" in text_of(theirs.get(page_of(theirs, row, "_refuse").url))
    page_of(theirs, row, "_refuse", reason="未核实")
    assert "未同意" in text_of(page_of(theirs, row))
    page_of(theirs, row, "_refuse", reason="未核实")
    page_of(mine, row, "_withdraw")
    row.refresh_from_db()
    assert row.state == "refused"

    other = proposed(security, holder("editor"), timezone.now())
    assert page_of(theirs, other, "_withdraw").status_code == 404
    page_of(mine, other, "_withdraw")
    other.refresh_from_db()
    assert other.state == "withdrawn"


def test_a_void_one_says_so_and_offers_nothing():
    system = system_admin()
    row = proposed(security_admin(), holder("editor"), timezone.now() - 31 * MINUTE)

    page = text_of(page_of(enter(system), row))

    assert "已过30分钟" in page
    assert "确认并执行" not in page
    assert not queries.proposals_waiting_for(system, timezone.now())


def test_whom_it_does_not_concern_finds_nothing():
    row = proposed(security_admin(), holder("editor"), timezone.now())

    for person in (holder("editor"), auditor()):
        assert page_of(enter(person), row).status_code == 404
    assert page_of(Client(), row).status_code == 302
