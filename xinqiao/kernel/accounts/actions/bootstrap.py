"""The three administrators, made once by the operator's command."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.actions.granting import write_grant
from xinqiao.kernel.accounts.actions.securing import one_time_password
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.organisations.models import Organisation

USERNAMES = {
    duties.SYSTEM_ADMIN: "sysadmin",
    duties.SECURITY_ADMIN: "secadmin",
    duties.AUDITOR: "auditor",
}


class AdministratorsExist(Exception):
    """The three administrators were created before; they are never created twice."""


@transaction.atomic
def create_admins(*, organisation: Organisation, now: dt.datetime) -> list[tuple[str, str]]:
    """Create exactly the three administrators. Returns their names and one-time passwords.

    Raises AdministratorsExist.
    """
    known = DutyAssignment.objects.filter(duty__in=USERNAMES)
    if known.exists() or User.objects.filter(username__in=USERNAMES.values()).exists():
        raise AdministratorsExist(_("三个管理员已经建立过，不会重复建立。"))
    made = []
    for duty, username in USERNAMES.items():
        password = one_time_password()
        _create(username, duty, password, organisation, now)
        made.append((username, password))
    return made


def _create(
    username: str, duty: str, password: str, organisation: Organisation, now: dt.datetime
) -> None:
    user = User.objects.create_user(
        username,
        password,
        name=str(duties.get(duty).label),
        organisation=organisation,
        opened_at=now,
        must_change_password=True,
    )
    audit.record(
        action="accounts.opened", actor=None, target=user, at=now, organisation_id=organisation.pk
    )
    write_grant(
        DutyAssignment(
            user=user,
            duty=duty,
            organisation=organisation,
            starts_date=timezone.localdate(now),
            granted_at=now,
        )
    )
