"""What is done to an account is told to whom it belongs."""

import pytest

from xinqiao.kernel.accounts import actions
from xinqiao.kernel.accounts.tests.acts import issued
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    auditor,
    holder,
    security_admin,
    system_admin,
)
from xinqiao.kernel.notifications.models import Notification

pytestmark = pytest.mark.django_db


def test_the_owner_of_a_new_password_is_told_who_issued_it():
    user = holder("editor")

    issued(user, proposer=security_admin(name="周安"), confirmer=system_admin(name="吴系"))

    text = Notification.objects.get(user=user).text
    assert "周安" in text
    assert "吴系" in text


def test_all_administrators_are_told_when_one_is_let_in_by_the_server():
    admin, other = security_admin(), auditor()

    actions.reset_administrator(username=admin.username, reason="遗失", now=NOW)

    told = Notification.objects.values_list("user", flat=True)
    assert {admin.pk, other.pk} <= set(told)
