"""Django's registration of the sites."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SitesConfig(AppConfig):
    """Sites and their columns."""

    name = "xinqiao.kernel.sites"
    label = "sites"
    verbose_name = _("站点")

    def ready(self) -> None:
        """Give the acts of this package their words in the audit log."""
        from xinqiao.kernel.audit import labels

        labels.register(
            {
                "sites.site_opened": _("开通站点"),
                "sites.kit_laid": _("按模板建栏目"),
                "sites.site_changed": _("修改站点"),
                "sites.site_closed": _("停用站点"),
                "sites.site_reopened": _("重新开通站点"),
                "sites.column_opened": _("开设栏目"),
                "sites.column_changed": _("修改栏目"),
                "sites.column_renamed": _("栏目改名"),
                "sites.column_reviewed": _("复核静态栏目"),
                "sites.column_moved": _("移动栏目"),
                "sites.column_closed": _("关闭栏目"),
                "sites.column_granted": _("授权栏目"),
                "sites.grant_revoked": _("收回栏目授权"),
            }
        )
