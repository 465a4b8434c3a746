"""Links from a site to other sites (友情链接)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules


class SiteLink(models.Model):
    """One link at the foot of a site's home page."""

    Group = rules.LinkGroup

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="+", verbose_name=_("站点"))
    group = models.CharField(
        _("分组"), max_length=12, choices=Group, default=rules.LinkGroup.DEPARTMENT
    )
    label = models.CharField(_("名称"), max_length=60)
    address = models.CharField(_("地址"), max_length=500)
    position = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("友情链接")
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(name="portal_link_once", fields=["site", "address"])]

    def __str__(self) -> str:
        return self.label
