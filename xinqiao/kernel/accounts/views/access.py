"""Who looks at a screen of accounts: anybody without the duty finds nothing there."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts import actions, rules
from xinqiao.kernel.accounts.models import User

REFUSALS = (
    ValidationError,
    rules.AccountRefused,
    rules.DutyRefused,
    rules.ProposalRefused,
    rules.OfficerRefused,
    actions.AlreadyGranted,
)


def user_of(request: HttpRequest) -> User:
    """The member of staff who asks. Raises Http404."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def guard(request: HttpRequest, policy: Callable[..., bool], *things: Any) -> User:
    """The member of staff, when the policy lets him. Raises Http404."""
    user = user_of(request)
    if not policy(user, *things):
        raise Http404
    return user


def explain(form: Any, error: Exception) -> None:
    """Put a refusal beside the field it belongs to, or at the top of the form."""
    if not isinstance(error, ValidationError):
        form.add_error(None, str(error))
    elif not hasattr(error, "error_dict"):
        form.add_error(None, error)
    else:
        for name, found in error.error_dict.items():
            form.add_error(name if name in form.fields else None, found)


def say_errors(request: HttpRequest, form: Any) -> None:
    """The errors of a form that stands inside another screen, as messages."""
    for name, errors in form.errors.items():
        label = f"{form.fields[name].label}：" if name in form.fields else ""
        messages.error(request, label + " ".join(errors))


def say_refusal(request: HttpRequest, error: Exception) -> None:
    """A refusal of an action, as a message."""
    words = error.messages if isinstance(error, ValidationError) else [str(error)]
    messages.error(request, " ".join(words))


def say_done(request: HttpRequest) -> None:
    messages.success(request, _("已更改，并记入审计。"))
