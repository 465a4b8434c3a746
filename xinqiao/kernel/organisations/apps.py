"""Django application of kernel/organisations."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "xinqiao.kernel.organisations"
    label = "organisations"
    verbose_name = _("组织机构")

    def ready(self) -> None:
        """Give the acts of this package their words in the audit log."""
        from xinqiao.kernel.audit import labels

        labels.register(
            {
                "organisations.opened": _("增加单位"),
                "organisations.renamed": _("单位改名"),
                "organisations.moved": _("调整上级单位"),
                "organisations.closed": _("关闭单位"),
                "organisations.reopened": _("恢复单位"),
            }
        )
