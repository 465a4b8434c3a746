"""Django's registration of the user interface."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.audit import exports
from xinqiao.kernel.ui import export


class UiConfig(AppConfig):
    """Frames and components of public pages and of the workbench."""

    name = "xinqiao.kernel.ui"
    label = "ui"
    verbose_name = _("界面")

    def ready(self) -> None:
        """Offer the auditor's page the tables in which no cell is a formula."""
        exports.register("xlsx", export.audit_table)
