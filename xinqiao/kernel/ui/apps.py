"""Django's registration of the user interface."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Frames and components of public pages and of the workbench."""

    name = "xinqiao.kernel.ui"
    label = "ui"
    verbose_name = _("界面")
