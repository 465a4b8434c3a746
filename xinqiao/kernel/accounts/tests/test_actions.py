import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from xinqiao.kernel.accounts import actions, duties, queries, rules
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.accounts.tests.acts import PHONE, TODAY, granted, last_act, opened, revoked
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    DutyAssignmentFactory,
    UserFactory,
    auditor,
    fresh,
    holder,
    security_admin,
    system_admin,
)
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


# Opening and keeping


def test_an_opened_account_holds_nothing_and_must_change_its_password():
    admin = system_admin()

    user = opened(admin, phone=PHONE, email="li@example.org", valid_until=dt.date(2027, 1, 1))

    user = fresh(user)
    assert not user.has_usable_password()
    assert user.must_change_password
    assert (user.opened_by, user.opened_at) == (admin, NOW)
    assert user.duty_codes == frozenset()
    assert queries.phone_of(user) == PHONE
    assert last_act().action == "accounts.opened"


def test_the_phone_stands_sealed_in_the_database_and_nowhere_in_the_trail():
    user = opened(system_admin(), phone=PHONE)

    assert PHONE.encode() not in bytes(fresh(user).phone)
    assert queries.masked_phone_of(user) == "138****5678"
    assert not AuditEvent.objects.filter(after__icontains=PHONE).exists()


def test_an_account_without_a_phone_shows_none():
    user = opened(system_admin())

    assert queries.phone_of(user) == queries.masked_phone_of(user) == ""


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"username": "Li Qing"}, id="name with a space"),
        pytest.param({"username": "li.qing\n"}, id="name with a line end"),
        pytest.param({"name": ""}, id="nobody"),
    ],
)
def test_an_account_is_refused(changes):
    with pytest.raises(ValidationError):
        opened(system_admin(), **changes)

    assert not User.objects.filter(name="李青").exists()


def test_a_login_name_is_given_once():
    admin = system_admin()
    opened(admin)

    with pytest.raises(ValidationError, match="已有人使用"):
        opened(admin)


def test_no_account_is_opened_in_a_closed_unit():
    with pytest.raises(rules.AccountRefused):
        opened(system_admin(), organisation=OrganisationFactory(is_active=False))


def test_the_particulars_of_an_account_are_corrected():
    admin, user = system_admin(), UserFactory(name="李清")
    unit = OrganisationFactory()

    changed = actions.change_account(
        actor=admin, user_id=user.pk, name="李青", organisation=unit, phone=PHONE, now=NOW
    )
    actions.change_account(
        actor=admin, user_id=user.pk, name="李青", organisation=unit, email="a@b.cn", now=NOW
    )

    user = fresh(changed)
    assert (user.name, user.organisation, user.email) == ("李青", unit, "a@b.cn")
    assert queries.phone_of(user) == PHONE
    first, second = AuditEvent.objects.filter(action="accounts.changed").order_by("pk")
    assert (first.before["name"], first.after["phone_changed"]) == ("李清", True)
    assert second.after["phone_changed"] is False


def test_a_disabled_account_loses_its_sessions_and_may_come_back():
    admin, user = system_admin(), holder("editor")
    before = user.get_session_auth_hash()

    actions.disable_account(actor=admin, user_id=user.pk, reason="离职", now=NOW)

    assert not fresh(user).is_active
    assert last_act().action == "accounts.disabled"
    assert last_act().reason == "离职"

    actions.enable_account(actor=admin, user_id=user.pk, reason="返岗", now=NOW)

    assert fresh(user).is_active
    assert fresh(user).get_session_auth_hash() != before
    assert last_act().action == "accounts.enabled"


@pytest.mark.parametrize("act", [actions.disable_account, actions.enable_account])
def test_nobody_disables_or_enables_himself(act):
    admin = system_admin()

    with pytest.raises(PermissionDenied):
        act(actor=admin, user_id=admin.pk, reason="x", now=NOW)


def test_an_administrator_is_not_disabled_by_another():
    for person in (security_admin(), auditor()):
        with pytest.raises(rules.AccountRefused, match="先由安全管理员"):
            actions.disable_account(actor=system_admin(), user_id=person.pk, reason="x", now=NOW)


def test_a_phone_is_revealed_for_a_recorded_reason():
    admin = system_admin()
    user = opened(admin, phone=PHONE)

    shown = actions.reveal_phone(actor=admin, user_id=user.pk, reason="防汛值班联系", now=NOW)
    own = actions.reveal_phone(actor=user, user_id=user.pk, reason="本人", now=NOW)

    assert shown == own == PHONE
    acts = AuditEvent.objects.filter(action="accounts.unmasked").order_by("pk")
    assert [act.reason for act in acts] == ["防汛值班联系", "本人"]


# Granting


def test_a_granted_duty_is_in_force_the_same_day():
    admin, user = security_admin(), UserFactory()

    row = granted(admin, user, "editor", ends_date=dt.date(2027, 6, 30))

    assert (row.starts_date, row.granted_by) == (TODAY, admin)
    assert DutyAssignment.objects.in_force(TODAY).filter(user=user, duty="editor").exists()
    assert last_act().action == "accounts.duty_granted"
    assert last_act().after["ends"] == "2027-06-30"


def test_a_duty_may_begin_later():
    row = granted(security_admin(), UserFactory(), starts_date=dt.date(2026, 12, 1))

    assert not DutyAssignment.objects.in_force(TODAY).filter(pk=row.pk).exists()


def test_nobody_grants_to_himself_and_nobody_takes_back_his_own():
    admin = security_admin()
    security_admin()

    with pytest.raises(PermissionDenied):
        granted(admin, admin, "editor")
    with pytest.raises(PermissionDenied):
        revoked(admin, admin.duties.get())


def test_the_same_duty_is_not_granted_twice_in_one_unit():
    admin, user = security_admin(), UserFactory()
    granted(admin, user)

    with pytest.raises(actions.AlreadyGranted):
        granted(admin, user)

    granted(admin, user, organisation=OrganisationFactory())


def test_what_has_lapsed_is_granted_again():
    admin, user = security_admin(), UserFactory()
    old = DutyAssignmentFactory(user=user, ends_date=dt.date(2026, 11, 23))

    granted(admin, user)

    old.refresh_from_db()
    assert old.revoked_at == NOW


@pytest.mark.parametrize("duty", sorted(duties.ADMINISTRATOR_CODES))
@pytest.mark.parametrize("held", [*sorted(duties.ADMINISTRATOR_CODES), "contributor"])
def test_an_administrator_holds_one_duty_and_nothing_else(duty, held):
    security_admin()
    user = holder(held)

    with pytest.raises(rules.DutyRefused, match="兼任"):
        granted(security_admin(), user, duty, organisation=OrganisationFactory())
