"""Sign-in and sign-out, failure and lock: heard, noted in the trail and in the list of sessions."""

from typing import Any

from axes.signals import user_locked_out
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts import actions, signing
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.audit import actions as audit


def connect() -> None:
    """Listen to Django's and axes' own signals; there is no other place to hear them."""
    user_logged_in.connect(_signed_in, dispatch_uid="accounts.signed_in")
    user_logged_out.connect(_signed_out, dispatch_uid="accounts.signed_out")
    user_login_failed.connect(_failed, dispatch_uid="accounts.failed")
    user_locked_out.connect(_locked, dispatch_uid="accounts.locked")


def _signed_in(user: User, request: HttpRequest, **_rest: Any) -> None:
    _record("accounts.signed_in", user)
    signing.note_proof(request)
    session = signing.register(request, user)
    actions.begin_session(actor=user, session=session, now=timezone.now())


def _signed_out(user: User | None, request: HttpRequest, **_rest: Any) -> None:
    if user is not None:
        signing.forget(request)
        _record("accounts.signed_out", user)


def _failed(credentials: dict[str, Any], **_rest: Any) -> None:
    _refused("accounts.sign_in_failed", str(credentials.get("username", "")))


def _locked(request: Any, username: str, **_rest: Any) -> None:
    """Once for each lock: axes says it again at every try while it lasts."""
    if getattr(request, "axes_failures_since_start", 0) == settings.AXES_FAILURE_LIMIT:
        _refused("accounts.locked", str(username))


def _record(action: str, user: User) -> None:
    audit.record(
        action=action,
        actor=user,
        target=user,
        at=timezone.now(),
        organisation_id=user.organisation_id,
    )


def _refused(action: str, username: str) -> None:
    """A known account is named; an unknown word typed there may be a password and is not."""
    user = User.objects.filter(username=username).first()
    audit.record(
        action=action,
        actor=None,
        target=user if user is not None else _("未知登录名"),
        at=timezone.now(),
        organisation_id=user.organisation_id if user is not None else None,
        result="refused",
    )
