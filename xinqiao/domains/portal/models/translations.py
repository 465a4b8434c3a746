"""Which columns a version in a foreign language has to keep pace with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.sites.models import Column, Site


class CoreColumn(models.Model):
    """A Chinese column whose articles a foreign version translates."""

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name=_("外文版"))
    column = models.ForeignKey(Column, models.CASCADE, related_name="+", verbose_name=_("中文栏目"))

    class Meta:
        verbose_name = verbose_name_plural = _("核心栏目")
        constraints = [
            models.UniqueConstraint(name="portal_core_column_once", fields=["site", "column"])
        ]

    def __str__(self) -> str:
        return f"{self.site}: {self.column}"
