"""From a valid form to one action; what the action refuses is said in the form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _


def done(request: HttpRequest, form: BaseForm, act: Callable[..., Any], **said: Any) -> bool:
    """Do the act in the person's name, now; False when it was refused."""
    try:
        act(actor=request.user, now=timezone.now(), **said)
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal) or _("您的职责不能办理这一步。"))
    except ValueError as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, _("已办理。"))
        return True
    return False
