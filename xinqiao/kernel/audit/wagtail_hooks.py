"""The auditor's menu entry."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem


class AuditorItem(MenuItem):
    """Shown to the auditor only."""

    def is_shown(self, request: HttpRequest) -> bool:
        held: Any = getattr(request.user, "duty_codes", frozenset())
        return "auditor" in held


@hooks.register("register_admin_menu_item")
def audit_item() -> MenuItem:
    return AuditorItem(
        _("审计"), reverse("audit:events"), name="audit", icon_name="history", order=820
    )
