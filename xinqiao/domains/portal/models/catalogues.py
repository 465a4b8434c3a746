"""Catalogues for look-up: investment projects, schools, hospitals, hotlines."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules import catalogues as rules
from xinqiao.kernel.sites.models import Site


class CatalogueQuerySet(models.QuerySet["Catalogue"]):
    """Filters of catalogues."""

    def visible_to(self, user: Any) -> Self:
        """Keep those of the person's units, and those of the sites that his desk publishes."""
        desks = Site.objects.with_desk_in(user.organisations_with("publisher", "site_manager"))
        own = user.organisations_with(*rules.READERS)
        return self.filter(Q(organisation__in=own) | Q(site__in=desks.order_by().values("pk")))

    def open(self) -> Self:
        return self.filter(is_open=True)


class Catalogue(models.Model):
    """A table that people look things up in; ``fields`` are ``rules.Field``."""

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("站点"))
    slug = models.SlugField(_("地址名"), max_length=40)
    name = models.CharField(_("名称"), max_length=40)
    about = models.CharField(_("说明"), max_length=300, blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("责任单位")
    )
    fields = models.JSONField(_("字段"), default=list)
    needs_day = models.BooleanField(_("须填有效期"), default=False)
    is_open = models.BooleanField(_("已启用"), default=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("开设人")
    )
    opened_at = models.DateTimeField(_("开设时间"))

    objects = CatalogueQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("查询目录")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="portal_catalogue_once", fields=["site", "slug"])
        ]

    def __str__(self) -> str:
        return self.name


class EntryQuerySet(models.QuerySet["CatalogueEntry"]):
    """Filters of rows."""

    def public(self, today: dt.date) -> Self:
        """What was published and is still valid."""
        return self.filter(
            Q(valid_until=None) | Q(valid_until__gte=today), state=rules.EntryState.PUBLISHED
        )


class CatalogueEntry(models.Model):
    """One row of a catalogue."""

    State = rules.EntryState

    catalogue = models.ForeignKey(
        Catalogue, models.PROTECT, related_name="entries", verbose_name=_("查询目录")
    )
    name = models.CharField(_("名称"), max_length=100)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("电话"), max_length=60, blank=True)
    map_path = models.CharField(
        _("地图"), max_length=200, blank=True, help_text=_("本站的路径，以 / 开头，如一篇文章。")
    )
    values = models.JSONField(_("内容"), default=dict)
    words = models.TextField(_("检索词"), blank=True, editable=False)
    valid_until = models.DateField(
        _("有效期至"), null=True, blank=True, help_text=_("含当日；过后不再显示。")
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=rules.EntryState.DRAFT
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("修改人")
    )
    changed_at = models.DateTimeField(_("修改时间"))
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("发布人"),
    )
    published_at = models.DateTimeField(_("发布时间"), null=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("目录条目")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="portal_entry_once", fields=["catalogue", "name"])
        ]
        indexes = [
            models.Index(fields=["catalogue", "state", "name"], name="portal_entry_listed"),
        ]

    def __str__(self) -> str:
        return self.name


class CatalogueImport(models.Model):
    """A table that was uploaded, read and judged, before and after it is taken in."""

    catalogue = models.ForeignKey(
        Catalogue, models.CASCADE, related_name="imports", verbose_name=_("查询目录")
    )
    file_name = models.CharField(_("文件"), max_length=200)
    rows = models.JSONField(_("内容"), default=list)
    report = models.JSONField(_("逐行结果"), default=list)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    taken_at = models.DateTimeField(_("导入时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("目录导入")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.file_name
