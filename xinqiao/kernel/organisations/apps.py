"""Django application of kernel/organisations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "xinqiao.kernel.organisations"
    label = "organisations"
    verbose_name = _("组织机构")
