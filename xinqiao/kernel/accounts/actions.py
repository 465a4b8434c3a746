"""Every change of accounts and duties."""

import datetime as dt
import secrets
from collections.abc import Iterable

from axes.utils import reset as axes_reset
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts import duties, policies, rules
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.vault import cells

ADMINISTRATORS = (
    ("sysadmin", "系统管理员", duties.SYSTEM_ADMIN),
    ("secadmin", "安全管理员", duties.SECURITY_ADMIN),
    ("auditor", "审计管理员", duties.AUDITOR),
)


class AdministratorsExist(Exception):
    """The three administrators were created before; they are never created twice."""


class AlreadyGranted(Exception):
    """The duty is held in this organisation already."""


@transaction.atomic
def open_account(
    *,
    actor: User,
    username: str,
    name: str,
    organisation: Organisation,
    password: str,
    now: dt.datetime,
    phone: str = "",
    valid_until: dt.date | None = None,
) -> User:
    """Open an account that can enter nothing until a duty is granted by another person.

    Raises PermissionDenied, ValidationError (password or name).
    """
    require(policies.can_open_accounts(actor))
    user = User(
        username=username,
        name=name,
        organisation=organisation,
        opened_by=actor,
        opened_at=now,
        valid_until=valid_until,
        must_change_password=True,
    )
    validate_password(password, user)
    user.set_password(password)
    user.full_clean()
    user.save()
    if phone:
        _seal_phone(user, phone)
    audit.record(
        action="accounts.opened", actor=actor, target=user, at=now, organisation_id=organisation.pk
    )
    return user


@transaction.atomic
def grant_duty(
    *,
    actor: User,
    user_id: int,
    duty: str,
    organisation: Organisation,
    now: dt.datetime,
    ends_date: dt.date | None = None,
) -> DutyAssignment:
    """Grant a duty in an organisation from today. Raises PermissionDenied, rules.DutyRefused."""
    user = User.objects.select_for_update().get(pk=user_id)
    require(policies.can_grant_duties(actor, user))
    return _grant(actor, user, duty, organisation, now, ends_date)


@transaction.atomic
def revoke_duty(*, actor: User, assignment_id: int, reason: str, now: dt.datetime) -> None:
    """Take a duty back; it ends with the next request. Raises PermissionDenied."""
    row = DutyAssignment.objects.select_for_update().get(pk=assignment_id, revoked_at__isnull=True)
    require(policies.can_grant_duties(actor, row.user))
    row.revoked_by, row.revoked_at = actor, now
    row.save(update_fields=["revoked_by", "revoked_at"])
    audit.record(
        action="accounts.duty_revoked",
        actor=actor,
        target=row.user,
        at=now,
        organisation_id=row.organisation_id,
        before={"duty": row.duty},
        reason=reason,
    )


@transaction.atomic
def set_active(*, actor: User, user_id: int, active: bool, reason: str, now: dt.datetime) -> User:
    """Disable an account, which ends its sessions, or enable it. Raises PermissionDenied."""
    user = User.objects.select_for_update().get(pk=user_id)
    require(policies.can_open_accounts(actor) and user.pk != actor.pk)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        end_sessions(user)
    word = "enabled" if active else "disabled"
    audit.record(action=f"accounts.{word}", actor=actor, target=user, at=now, reason=reason)
    return user


@transaction.atomic
def change_password(*, actor: User, password: str, now: dt.datetime) -> None:
    """Change one's own password; other sessions end. Raises ValidationError."""
    validate_password(password, actor)
    actor.set_password(password)
    actor.password_changed_at, actor.must_change_password = now, False
    actor.save(update_fields=["password", "password_changed_at", "must_change_password"])
    audit.record(action="accounts.password_changed", actor=actor, target=actor, at=now)


@transaction.atomic
def unlock(*, actor: User, user_id: int, now: dt.datetime) -> None:
    """Lift the lock of failed sign-ins. Raises PermissionDenied."""
    require(policies.can_unlock(actor))
    user = User.objects.get(pk=user_id)
    axes_reset(username=user.username)
    audit.record(action="accounts.unlocked", actor=actor, target=user, at=now)


@transaction.atomic
def create_admins(*, organisation: Organisation, now: dt.datetime) -> list[tuple[str, str]]:
    """Create exactly the three administrators, once. Returns their names and passwords.

    Raises AdministratorsExist.
    """
    codes = [duty for _username, _label, duty in ADMINISTRATORS]
    if DutyAssignment.objects.filter(duty__in=codes).exists():
        raise AdministratorsExist(_("三个管理员已经建立过，不会重复建立。"))
    made = []
    for username, label, duty in ADMINISTRATORS:
        password = secrets.token_urlsafe(12)
        user = User.objects.create_user(
            username, password, name=label, organisation=organisation,
            opened_at=now, must_change_password=True,
        )  # fmt: skip
        _grant(None, user, duty, organisation, now, None)
        made.append((username, password))
    return made


def end_sessions(user: User) -> int:
    """Delete every session of a user. Returns how many."""
    ended = 0
    for session in Session.objects.filter(expire_date__gte=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()
            ended += 1
    return ended


def phone_of(user: User) -> str:
    """The staff phone in clear; callers show it masked unless a reason was given."""
    if user.phone is None:
        return ""
    return cells.reveal(user.phone, group=user.vault_group, context=_phone_context(user))


def _grant(  # noqa: PLR0913 (the columns of a grant)
    actor: User | None,
    user: User,
    code: str,
    organisation: Organisation,
    now: dt.datetime,
    ends_date: dt.date | None,
) -> DutyAssignment:
    duty = duties.get(code)
    rules.check_grant(duty, _held(user, timezone.localdate(now)))
    if DutyAssignment.objects.filter(
        user=user, duty=code, organisation=organisation, revoked_at__isnull=True
    ).exists():
        raise AlreadyGranted(_("这项职责已经授予过。"))
    row = DutyAssignment.objects.create(
        user=user,
        duty=code,
        organisation=organisation,
        starts_date=timezone.localdate(now),
        ends_date=ends_date,
        exclusion_group=duty.group,
        granted_by=actor,
        granted_at=now,
    )
    audit.record(
        action="accounts.duty_granted",
        actor=actor,
        target=user,
        at=now,
        organisation_id=organisation.pk,
        after={"duty": code, "ends": ends_date},
    )
    return row


def _held(user: User, today: dt.date) -> Iterable[duties.Duty]:
    codes = DutyAssignment.objects.in_force(today).filter(user=user).values_list("duty", flat=True)
    return [duties.get(code) for code in codes]


def _phone_context(user: User) -> str:
    return f"accounts.user|phone|{user.pk}"


def _seal_phone(user: User, phone: str) -> None:
    user.phone = cells.seal(phone, group=user.vault_group, context=_phone_context(user))
    user.save(update_fields=["phone"])
