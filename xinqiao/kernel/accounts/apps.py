"""Django application of kernel/accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "xinqiao.kernel.accounts"
    label = "accounts"
    verbose_name = _("账号")
