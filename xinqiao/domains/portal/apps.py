"""Django's registration of the portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    """Articles and their way to the public."""

    name = "xinqiao.domains.portal"
    label = "portal"
    verbose_name = _("内容")
