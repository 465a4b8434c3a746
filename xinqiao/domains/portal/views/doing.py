"""From a form that is valid to one action; what the action refuses is said in the form."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _


def who(request: HttpRequest) -> dict[str, Any]:
    """Who acts, and when."""
    return {"actor": request.user, "now": timezone.now()}


def done(request: HttpRequest, form: BaseForm, act: Callable[[], Any]) -> bool:
    """Do the act; False when it was refused."""
    try:
        act()
    except PermissionDenied as refusal:
        form.add_error(None, str(refusal) or _("您的职责不能办理这一步。"))
    except ValidationError as refusal:
        form.add_error(None, refusal.messages[0])
    except ValueError as refusal:
        form.add_error(None, str(refusal))
    else:
        messages.success(request, _("已办理。"))
        return True
    return False
