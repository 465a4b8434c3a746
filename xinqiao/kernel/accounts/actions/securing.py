"""Passwords, locks and sessions: one's own, and what the security administrator does."""

import datetime as dt
import secrets

from axes.utils import reset as reset_failures
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from xinqiao.kernel.accounts import policies, rules
from xinqiao.kernel.accounts.models import FormerPassword, StaffSession, User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit

# No letter or digit that is taken for another when read aloud or copied by hand.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
REMEMBERED = max(policy.remembered for policy in rules.PASSWORD_POLICIES.values())
GROUPS, GROUP_LETTERS = 4, 4


def one_time_password() -> str:
    """Sixteen letters in four groups, about 79 bits."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(GROUP_LETTERS)) for _ in range(GROUPS))
    return "-".join(groups)


@transaction.atomic
def change_password(*, actor: User, password: str, now: dt.datetime) -> None:
    """Change one's own password; one's other sessions end. Raises ValidationError."""
    validate_password(password, actor)
    replace_password(actor, password, now)
    actor.password_changed_at, actor.must_change_password = now, False
    actor.save(update_fields=["password", "password_changed_at", "must_change_password"])
    _record("password_changed", actor, actor, now)


@transaction.atomic
def unlock(*, actor: User, user_id: int, now: dt.datetime) -> None:
    """Lift the lock of failed sign-ins. Raises PermissionDenied."""
    require(policies.can_secure(actor))
    user = User.objects.get(pk=user_id)
    reset_failures(username=user.username)
    _record("unlocked", actor, user, now)


@transaction.atomic
def end_sessions(*, actor: User, user_id: int, reason: str, now: dt.datetime) -> None:
    """Sign a person out everywhere, with his next request. Raises PermissionDenied."""
    require(policies.can_secure(actor))
    user = User.objects.select_for_update().get(pk=user_id)
    user.session_generation += 1
    user.save(update_fields=["session_generation"])
    StaffSession.objects.filter(user=user).end()
    _record("sessions_ended", actor, user, now, reason)


def replace_password(user: User, password: str, now: dt.datetime) -> None:
    """Remember the hash of the old one, and of no more than a policy asks for."""
    FormerPassword.objects.create(user=user, digest=user.password, replaced_at=now)
    known = FormerPassword.objects.filter(user=user).order_by("-pk")
    kept = known.values_list("pk", flat=True)[:REMEMBERED]
    known.exclude(pk__in=list(kept)).delete()
    user.set_password(password)


def _record(verb: str, actor: User, user: User, now: dt.datetime, reason: str = "") -> None:
    audit.record(
        action=f"accounts.{verb}",
        actor=actor,
        target=user,
        at=now,
        organisation_id=user.organisation_id,
        reason=reason,
    )
