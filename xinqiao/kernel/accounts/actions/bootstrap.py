"""The three administrators, made once and let in again by the operator's commands."""

import datetime as dt

from axes.utils import reset as reset_failures
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts import duties, notices
from xinqiao.kernel.accounts.actions.granting import write_grant
from xinqiao.kernel.accounts.actions.securing import one_time_password, replace_password
from xinqiao.kernel.accounts.models import DutyAssignment, SecondFactor, StaffSession, User
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


class NotAdministrator(Exception):
    """The account holds none of the three administrators' duties."""


@transaction.atomic
def reset_administrator(*, username: str, reason: str, now: dt.datetime) -> str:
    """The way back in for one of the three, by who keeps the server: gives a one-time password.

    The second factor is taken away, sessions and locks end, and all administrators are told.
    Raises NotAdministrator.
    """
    user = User.objects.select_for_update().filter(username=username, is_active=True).first()
    if user is None or not user.is_administrator:
        raise NotAdministrator(_("“%(name)s”不是在任的管理员账号。") % {"name": username})
    password = one_time_password()
    replace_password(user, password, now)
    user.password_changed_at, user.must_change_password = now, True
    user.save(update_fields=["password", "password_changed_at", "must_change_password"])
    SecondFactor.objects.filter(user=user).delete()
    StaffSession.objects.filter(user=user).end()
    reset_failures(username=username)
    audit.record(
        action="accounts.administrator_reset",
        actor=None,
        target=user,
        at=now,
        organisation_id=user.organisation_id,
        reason=reason,
    )
    _tell_administrators(user, now)
    return password


def _tell_administrators(user: User, now: dt.datetime) -> None:
    rows = DutyAssignment.objects.in_force(timezone.localdate(now)).filter(duty__in=USERNAMES)
    text = _("服务器上已用命令重置管理员“%(name)s”的口令和第二因素。") % {"name": user.name}
    for person in User.objects.filter(pk__in=rows.values("user")).order_by("pk"):
        notices.tell(person, text, now)


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
