"""Django's entry for the press."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    """Public pages: addresses, rendering, dependencies."""

    name = "xinqiao.kernel.press"
    label = "press"
    verbose_name = _("页面生成")
