"""Django application of kernel/vault."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VaultConfig(AppConfig):
    name = "xinqiao.kernel.vault"
    label = "vault"
    verbose_name = _("加密")
