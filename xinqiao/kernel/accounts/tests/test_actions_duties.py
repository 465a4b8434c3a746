import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from xinqiao.kernel.accounts import actions, duties, rules
from xinqiao.kernel.accounts.actions.securing import one_time_password
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.accounts.tests.acts import granted, last_act, revoked
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    PASSWORD,
    DutyAssignmentFactory,
    UserFactory,
    auditor,
    fresh,
    holder,
    security_admin,
)
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


# Opening and keeping


def test_a_duty_that_begins_later_excludes_already_now():
    admin, user = security_admin(), UserFactory()
    granted(admin, user, duties.AUDITOR, starts_date=dt.date(2027, 1, 1))

    with pytest.raises(rules.DutyRefused):
        granted(admin, user, duties.SYSTEM_ADMIN)


def test_a_duty_of_a_domain_that_is_switched_off_excludes_only_administrators():
    admin, user = security_admin(), UserFactory()
    DutyAssignmentFactory(
        user=user, duty="switched_off", exclusion_group=""
    )  # fmt: skip

    granted(admin, user, "contributor")

    assert user.duties.count() == 2


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        pytest.param({"duty": "emperor"}, duties.UnknownDuty, id="unknown duty"),
        pytest.param({"starts_date": dt.date(2026, 1, 1)}, rules.DutyRefused, id="in the past"),
    ],
)
def test_a_grant_is_refused(changes, refusal):
    with pytest.raises(refusal):
        granted(security_admin(), UserFactory(), **changes)


def test_nothing_is_granted_to_the_disabled_or_in_a_closed_unit():
    admin = security_admin()

    with pytest.raises(rules.DutyRefused):
        granted(admin, UserFactory(is_active=False))
    with pytest.raises(rules.DutyRefused):
        granted(admin, UserFactory(), organisation=OrganisationFactory(is_active=False))


def test_a_duty_taken_back_is_over_and_its_reason_recorded():
    admin, user = security_admin(), holder("editor", "publisher")
    row = user.duties.get(duty="editor")

    revoked(admin, row)

    assert fresh(user).duty_codes == {"publisher"}
    row.refresh_from_db()
    assert (row.revoked_by, row.revoked_at) == (admin, NOW)
    assert (last_act().action, last_act().reason) == ("accounts.duty_revoked", "调离")
    with pytest.raises(DutyAssignment.DoesNotExist):
        revoked(admin, row)


@pytest.mark.parametrize("successor", ["none", "disabled", "present"])
def test_the_seat_of_an_administrator_is_never_left_empty(successor):
    admin, leaving = security_admin(), auditor()
    if successor != "none":
        auditor(is_active=successor == "present")
    row = leaving.duties.get()

    if successor == "present":
        revoked(admin, row)
        assert fresh(leaving).duty_codes == frozenset()
    else:
        with pytest.raises(rules.DutyRefused, match="接任"):
            revoked(admin, row)


def test_the_duty_of_a_domain_that_is_switched_off_can_be_taken_back():
    row = DutyAssignmentFactory(duty="switched_off", exclusion_group="")

    revoked(security_admin(), row)

    row.refresh_from_db()
    assert row.revoked_at


# Passwords, locks, sessions


def test_a_changed_password_need_not_be_changed_again():
    user = holder("editor", must_change_password=True)

    actions.change_password(actor=user, password="青溪河上的一座老桥有三个孔", now=NOW)

    user = fresh(user)
    assert user.check_password("青溪河上的一座老桥有三个孔")
    assert (user.must_change_password, user.password_changed_at) == (False, NOW)
    assert last_act().action == "accounts.password_changed"


def test_a_weak_password_is_refused():
    user = holder("editor")

    with pytest.raises(ValidationError):
        actions.change_password(actor=user, password="password1234", now=NOW)

    assert fresh(user).check_password(PASSWORD)


def test_one_time_passwords_pass_the_policy_and_differ():
    made = {one_time_password() for _ in range(50)}

    assert len(made) == 50
    assert all(len(password) == 19 for password in made)


def test_all_sessions_of_a_person_end():
    admin, user = security_admin(), holder("editor")
    before = user.get_session_auth_hash()

    actions.end_sessions(actor=admin, user_id=user.pk, reason="电脑丢失", now=NOW)

    assert fresh(user).get_session_auth_hash() != before
    assert last_act().action == "accounts.sessions_ended"


# The three administrators


def test_exactly_three_administrators_are_made_once():
    unit = OrganisationFactory()

    made = actions.create_admins(organisation=unit, now=NOW)

    held = {username: set(User.objects.get(username=username).duty_codes) for username, _pw in made}
    assert held == {
        "sysadmin": {"system_admin"},
        "secadmin": {"security_admin"},
        "auditor": {"auditor"},
    }
    for username, password in made:
        user = User.objects.get(username=username)
        assert user.check_password(password)
        assert user.must_change_password
    with pytest.raises(actions.AdministratorsExist):
        actions.create_admins(organisation=unit, now=NOW)
    assert User.objects.count() == 3
    assert AuditEvent.objects.filter(action="accounts.opened", actor=None).count() == 3


def test_administrators_are_not_made_beside_others_or_over_their_names():
    unit = OrganisationFactory()
    UserFactory(username="auditor")

    with pytest.raises(actions.AdministratorsExist):
        actions.create_admins(organisation=unit, now=NOW)
