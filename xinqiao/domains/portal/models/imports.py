"""An import batch, passed by the required people as a whole, and what became of each line."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules


class ImportBatch(models.Model):
    """One file brought into one column; its manifest is what the required people pass."""

    State = rules.BatchState

    name = models.CharField(_("名称"), max_length=100)
    site = models.ForeignKey(
        "sites.Site", models.PROTECT, related_name="import_batches", verbose_name=_("站点")
    )
    column = models.ForeignKey(
        "sites.Column", models.PROTECT, related_name="import_batches", verbose_name=_("栏目")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="import_batches",
        verbose_name=_("单位"),
    )
    file_name = models.CharField(_("文件名"), max_length=255)
    mapping = models.JSONField(_("字段对应"), default=dict)
    content_class = models.CharField(
        _("内容分级"),
        max_length=20,
        choices=rules.ContentClass,
        default=rules.ContentClass.DOCUMENT,
    )
    state = models.CharField(_("状态"), max_length=20, choices=State, default=State.READING)
    state_since = models.DateTimeField(_("本状态开始"), default=timezone.now)
    total = models.PositiveIntegerField(_("总数"), default=0)
    imported = models.PositiveIntegerField(_("已导入"), default=0)
    skipped = models.PositiveIntegerField(_("已存在"), default=0)
    failed = models.PositiveIntegerField(_("失败"), default=0)
    position = models.PositiveBigIntegerField(_("已读位置"), default=0)
    manifest_hash = models.CharField(_("清单摘要"), max_length=64, blank=True)
    returned_reason = models.CharField(_("退回原因"), max_length=500, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="import_batches",
        verbose_name=_("导入人"),
    )
    created_at = models.DateTimeField(_("创建时间"), default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = _("导入批次")
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "organisation"], name="portal_batch_todo")]

    def __str__(self) -> str:
        return self.name


class ImportItem(models.Model):
    """One line of an import."""

    Outcome = rules.ItemOutcome

    batch = models.ForeignKey(
        ImportBatch, models.CASCADE, related_name="items", verbose_name=_("导入批次")
    )
    line = models.PositiveIntegerField(_("行号"))
    source_id = models.CharField(_("来源编号"), max_length=100, blank=True)
    article = models.ForeignKey(
        "portal.Article",
        models.PROTECT,
        null=True,
        related_name="import_items",
        verbose_name=_("文章"),
    )
    content_hash = models.CharField(_("内容摘要"), max_length=64, blank=True)
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome)
    message = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导入条目")
        ordering = ["line"]
        constraints = [models.UniqueConstraint(name="portal_item_once", fields=["batch", "line"])]

    def __str__(self) -> str:
        return f"{self.batch} #{self.line}"
