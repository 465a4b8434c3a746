"""Sign-in, sign-out, failure and lock become audit events (security.md e, 62)."""

from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.utils import timezone

from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.audit import actions as audit


def connect() -> None:
    """Listen to Django's and axes' own signals; there is no other place to hear them."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="accounts.failed")
    user_locked_out.connect(_locked, dispatch_uid="accounts.locked")


def _signed_in(user: User, **_: Any) -> None:
    audit.record(action="accounts.signed_in", actor=user, target=user, at=timezone.now())


def _signed_out(user: User | None, **_: Any) -> None:
    if user is not None:
        audit.record(action="accounts.signed_out", actor=user, target=user, at=timezone.now())


def _failed(credentials: dict[str, Any], **_: Any) -> None:
    _refused("accounts.sign_in_failed", str(credentials.get("username", "")))


def _locked(username: str, **_: Any) -> None:
    _refused("accounts.locked", str(username))


def _refused(action: str, username: str) -> None:
    """A known account is named; an unknown word typed there may be a password and is not."""
    user = User.objects.filter(username=username).first()
    audit.record(
        action=action,
        actor=None,
        target=user if user is not None else "未知登录名",
        at=timezone.now(),
        result="refused",
    )
