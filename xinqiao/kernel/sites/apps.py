"""Django's registration of the sites."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """Sites and their columns."""

    name = "xinqiao.kernel.sites"
    label = "sites"
    verbose_name = _("站点")
