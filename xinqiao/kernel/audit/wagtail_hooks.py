"""The auditor's menu entry."""

from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from xinqiao.kernel.audit import policies


class AuditItem(MenuItem):
    """Shown to the auditor only."""

    def is_shown(self, request: HttpRequest) -> bool:
        return policies.can_read(request.user)


@hooks.register("register_admin_menu_item")
def entry() -> MenuItem:
    """The audit trail, for the auditor."""
    return AuditItem(
        _("审计日志"), reverse_lazy("audit:events"), name="audit", icon_name="history", order=820
    )
