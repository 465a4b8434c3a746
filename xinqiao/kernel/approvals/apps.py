"""Django's registration of the approvals."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApprovalsConfig(AppConfig):
    """Approvals bound to content."""

    name = "xinqiao.kernel.approvals"
    label = "approvals"
    verbose_name = _("审批记录")
