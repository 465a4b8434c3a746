"""The tree of governments, departments, townships, villages and windows."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.organisations import rules


class Kind(models.TextChoices):
    """What an organisation is."""

    GOVERNMENT = "government", _("人民政府")
    PARTY = "party", _("党委、人大、政协、纪检机关")
    DEPARTMENT = "department", _("部门")
    TOWNSHIP = "township", _("乡镇街道")
    VILLAGE = "village", _("村社区")
    INSTITUTION = "institution", _("公共企事业单位")
    WINDOW = "window", _("服务窗口")


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Chainable filters over the tree."""

    def active(self) -> Self:
        return self.filter(is_active=True)

    def subtree(self, organisation: "Organisation") -> Self:
        """Keep an organisation and everything below it."""
        return self.filter(path__startswith=organisation.path)


class Organisation(models.Model):
    """A unit that writes, handles or answers."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    name = models.CharField(_("全称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=30)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind, default=Kind.DEPARTMENT)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("上级"),
    )
    path = models.CharField(_("路径"), max_length=200, db_index=True, editable=False, default="")
    position = models.PositiveIntegerField(_("顺序"), default=0)
    is_active = models.BooleanField(_("有效"), default=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("单位")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.short_name

    @property
    def depth(self) -> int:
        """1 at the top of the tree."""
        return rules.depth(self.path)
