"""Django application of kernel/accounts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Accounts, duties, sign-in."""

    name = "xinqiao.kernel.accounts"
    label = "accounts"
    verbose_name = _("账号")

    def ready(self) -> None:
        """Write sign-ins, failures and locks into the audit trail; register the checks."""
        from xinqiao.kernel.accounts import checks, trail

        trail.connect()
        assert checks.check_separation  # noqa: S101 (registered by being imported)
