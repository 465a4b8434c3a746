"""An old site on its way in: its folders with their columns, its pages as a ledger."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models.querysets import UNIT_DUTIES


class LegacySiteQuerySet(models.QuerySet["LegacySite"]):
    """Filters of old sites."""

    def visible_to(self, user: Any) -> Self:
        """Old sites of the person's units."""
        return self.filter(organisation__in=user.organisations_with(*UNIT_DUTIES))


class LegacySite(models.Model):
    """An old site that moves into a site of the platform."""

    name = models.CharField(_("名称"), max_length=100)
    site = models.ForeignKey(
        "sites.Site", models.PROTECT, related_name="+", verbose_name=_("迁入站点")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    folder = models.CharField(_("目录"), max_length=500, editable=False)
    hosts = models.JSONField(_("原域名"), default=list)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("导入人")
    )
    created_at = models.DateTimeField(_("创建时间"), default=timezone.now)

    objects = LegacySiteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("旧网站")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name


class LegacyFolder(models.Model):
    """A folder of an old site, the column it goes to, and where its pages have their parts."""

    legacy = models.ForeignKey(
        LegacySite, models.CASCADE, related_name="folders", verbose_name=_("旧网站")
    )
    path = models.CharField(_("目录"), max_length=255, blank=True)
    column = models.ForeignKey(
        "sites.Column",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("迁入栏目"),
    )
    selectors = models.JSONField(_("选择器"), default=dict)
    pages_count = models.PositiveIntegerField(_("网页数"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("旧网站目录")
        ordering = ["path"]
        constraints = [
            models.UniqueConstraint(name="portal_legacy_folder_once", fields=["legacy", "path"])
        ]

    def __str__(self) -> str:
        return self.path or "/"


class LegacyPage(models.Model):
    """One page of an old site and what became of it."""

    Outcome = rules.PageOutcome
    Check = rules.PageCheck

    legacy = models.ForeignKey(
        LegacySite, models.CASCADE, related_name="pages", verbose_name=_("旧网站")
    )
    folder = models.ForeignKey(
        LegacyFolder, models.CASCADE, related_name="pages", verbose_name=_("旧网站目录")
    )
    path = models.CharField(_("原地址"), max_length=rules.LONGEST_PATH)
    outcome = models.CharField(
        _("结果"), max_length=10, choices=Outcome, default=rules.PageOutcome.WAITING
    )
    message = models.CharField(_("说明"), max_length=300, blank=True)
    batch = models.ForeignKey(
        "portal.ImportBatch",
        models.SET_NULL,
        null=True,
        related_name="legacy_pages",
        verbose_name=_("导入批次"),
    )
    article = models.ForeignKey(
        "portal.Article",
        models.SET_NULL,
        null=True,
        related_name="legacy_pages",
        verbose_name=_("文章"),
    )
    check_result = models.CharField(_("抽查"), max_length=10, choices=Check, blank=True)
    check_note = models.CharField(_("抽查说明"), max_length=200, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("抽查人"),
    )
    checked_at = models.DateTimeField(_("抽查时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("旧网页")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="portal_legacy_page_once", fields=["legacy", "path"])
        ]
        indexes = [
            models.Index(fields=["folder", "outcome", "id"], name="portal_legacy_page_next"),
            models.Index(fields=["legacy", "outcome", "id"], name="portal_legacy_page_ledger"),
        ]

    def __str__(self) -> str:
        return self.path
