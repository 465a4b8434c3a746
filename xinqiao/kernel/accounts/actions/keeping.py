"""What the system administrator does with accounts: open, correct, disable, enable."""

import datetime as dt

from django.db import transaction

from xinqiao.kernel.accounts import policies, rules
from xinqiao.kernel.accounts.models import StaffSession, User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.vault import fields


@transaction.atomic
def open_account(
    *,
    actor: User,
    username: str,
    name: str,
    organisation: Organisation,
    now: dt.datetime,
    phone: str = "",
    email: str = "",
    valid_until: dt.date | None = None,
) -> User:
    """Open an account that can enter nothing until a duty is granted by another person.

    Raises PermissionDenied, ValidationError, rules.AccountRefused.
    """
    require(policies.can_open_accounts(actor))
    rules.check_unit_open(is_open=organisation.is_active)
    user = User(
        username=username,
        name=name,
        organisation=organisation,
        email=email,
        opened_by=actor,
        opened_at=now,
        valid_until=valid_until,
        must_change_password=True,
    )
    user.set_unusable_password()
    user.full_clean()
    user.save()
    if phone:
        _seal_phone(user, phone)
    _record("opened", actor, user, now, after={"username": username, "valid_until": valid_until})
    return user


@transaction.atomic
def change_account(
    *,
    actor: User,
    user_id: int,
    name: str,
    organisation: Organisation,
    now: dt.datetime,
    phone: str = "",
    email: str = "",
    valid_until: dt.date | None = None,
) -> User:
    """Correct the particulars of an account; an empty phone keeps the one there is.

    Raises PermissionDenied, ValidationError.
    """
    require(policies.can_open_accounts(actor))
    user = User.objects.select_for_update().get(pk=user_id)
    changed = {"name": name, "organisation": organisation, "valid_until": valid_until}
    before = {field: getattr(user, field) for field in changed}
    for field, value in changed.items():
        setattr(user, field, value)
    user.email = email
    user.full_clean()
    user.save(update_fields=[*changed, "email"])
    if phone:
        _seal_phone(user, phone)
    after = {**changed, "phone_changed": bool(phone)}
    _record("changed", actor, user, now, before=before, after=after)
    return user


@transaction.atomic
def disable_account(*, actor: User, user_id: int, reason: str, now: dt.datetime) -> User:
    """Disable an account; its sessions end with their next request.

    Raises PermissionDenied, rules.AccountRefused.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    require(policies.can_disable(actor, user))
    rules.check_not_administrator(is_administrator=user.is_administrator)
    user.is_active = False
    user.session_generation += 1
    user.save(update_fields=["is_active", "session_generation"])
    StaffSession.objects.filter(user=user).end()
    _record("disabled", actor, user, now, reason=reason)
    return user


@transaction.atomic
def enable_account(*, actor: User, user_id: int, reason: str, now: dt.datetime) -> User:
    """Let a disabled account sign in again, with the duties it still holds.

    Raises PermissionDenied.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    require(policies.can_disable(actor, user))
    user.is_active = True
    user.save(update_fields=["is_active"])
    _record("enabled", actor, user, now, reason=reason)
    return user


def _seal_phone(user: User, phone: str) -> None:
    user.save(update_fields=fields.write(user, "phone", phone))


def _record(verb: str, actor: User, user: User, now: dt.datetime, **facts: object) -> None:
    audit.record(
        action=f"accounts.{verb}",
        actor=actor,
        target=user,
        at=now,
        organisation_id=user.organisation_id,
        **facts,  # type: ignore[arg-type]  # before, after, reason as audit.record takes them
    )
