import datetime as dt

import pytest
import time_machine
from django.db import IntegrityError, transaction

from xinqiao.kernel.accounts import checks, duties
from xinqiao.kernel.accounts.backends import ENTER, DutyBackend
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    DutyAssignmentFactory,
    UserFactory,
    fresh,
    holder,
)
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


def _by_the_manager(user):
    User.objects.create_user("root", "x", name="超级", is_superuser=True)


def _by_an_update(user):
    User.objects.filter(pk=user.pk).update(is_superuser=True)


def _by_a_bulk_insert(user):
    User.objects.bulk_create([User(username="root", name="超级", is_superuser=True)])


@pytest.mark.parametrize("write", [_by_the_manager, _by_an_update, _by_a_bulk_insert])
def test_the_database_refuses_a_superuser_whoever_writes_it(write):
    user = UserFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        write(user)


def test_there_is_no_command_to_make_a_superuser():
    assert not hasattr(User.objects, "create_superuser")


def test_the_checks_find_nothing_here():
    assert checks.check_separation() == []
    assert checks.check_no_superuser(databases=["default"]) == []
    assert checks.check_no_superuser() == []


def test_the_checks_refuse_the_stock_admin_and_the_stock_backend():
    found = checks.separation_errors(
        ["django.contrib.admin"], ["django.contrib.auth.backends.ModelBackend"]
    )

    assert [error.id for error in found] == ["accounts.E001", "accounts.E002"]


def test_a_person_holds_a_duty_in_exactly_one_unit():
    user = holder("editor")
    other = OrganisationFactory(parent=user.organisation)

    assert user.holds("editor", user.organisation)
    assert user.holds("editor", user.organisation_id)
    assert not user.holds("editor", other)
    assert not user.holds("editor", None)
    assert not user.holds("publisher", user.organisation)
    assert user.organisations_with("editor", "publisher") == {user.organisation_id}
    assert user.organisations_with("publisher") == frozenset()
    assert user.duty_codes == {"editor"}


def test_duties_are_read_once_for_each_request(django_assert_num_queries):
    user = holder("editor", "publisher")

    with django_assert_num_queries(1):
        user.holds("editor", user.organisation_id)
        user.organisations_with("publisher")
        assert len(user.duty_codes) == 2


@pytest.mark.parametrize(
    ("fields", "is_held"),
    [
        pytest.param({}, True, id="begun, without an end"),
        pytest.param({"starts_date": dt.date(2026, 11, 24)}, True, id="from today"),
        pytest.param({"starts_date": dt.date(2026, 11, 25)}, False, id="from tomorrow"),
        pytest.param({"ends_date": dt.date(2026, 11, 24)}, True, id="until today"),
        pytest.param({"ends_date": dt.date(2026, 11, 23)}, False, id="until yesterday"),
        pytest.param({"revoked_at": NOW}, False, id="taken back"),
    ],
)
def test_a_duty_counts_from_its_first_to_its_last_day(fields, is_held):
    made = DutyAssignmentFactory(**fields)

    with time_machine.travel(NOW, tick=False):
        assert fresh(made.user).holds("contributor", made.organisation) is is_held


def test_the_database_refuses_two_administrators_in_one_person():
    user = holder(duties.SYSTEM_ADMIN)

    with pytest.raises(IntegrityError), transaction.atomic():
        DutyAssignmentFactory(user=user, duty=duties.AUDITOR, organisation=OrganisationFactory())


def test_the_database_refuses_the_same_grant_twice_and_an_end_before_the_start():
    made = DutyAssignmentFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        DutyAssignmentFactory(user=made.user)
    with pytest.raises(IntegrityError), transaction.atomic():
        DutyAssignmentFactory(ends_date=dt.date(2019, 1, 1))
    assert DutyAssignment.objects.count() == 1


def test_the_workbench_is_the_only_permission_and_needs_a_duty():
    backend = DutyBackend()
    writer, idle, disabled = holder("contributor"), holder(), holder("editor", is_active=False)

    assert backend.has_perm(writer, ENTER)
    assert not backend.has_perm(writer, "accounts.change_user")
    assert not backend.has_perm(idle, ENTER)
    assert not backend.has_perm(disabled, ENTER)
    assert backend.get_all_permissions(writer) == {ENTER}
    assert backend.get_all_permissions(idle) == set()
    assert backend.get_user_permissions(writer) == backend.get_group_permissions(writer) == set()
    assert not backend.has_module_perms(writer, "accounts")
    assert writer.has_perm(ENTER)
    assert not writer.has_perm("portal.publish_article")


def test_an_account_is_named_by_its_person():
    user = UserFactory(name="李青")

    assert str(user) == user.get_full_name() == user.get_short_name() == "李青"
    assert str(DutyAssignmentFactory(user=user)) == "李青 contributor"
    assert User.objects.get_by_natural_key(user.username) == user
