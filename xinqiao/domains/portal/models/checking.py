"""What the checks before publication work with: lists, leaders, read attachments, waivers."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules import checking


class CheckWord(models.Model):
    """A line of the lists of words; administrators keep them, each installation its own."""

    Kind = checking.WordKind

    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    word = models.CharField(_("词语"), max_length=60)
    suggestion = models.CharField(_("正确写法或提示"), max_length=100, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("修改人"),
    )
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("检查用词")
        ordering = ["-id"]
        indexes = [models.Index(fields=["kind", "-id"], name="portal_check_word_of_kind")]
        constraints = [
            models.UniqueConstraint(name="portal_check_word_once", fields=["kind", "word"])
        ]

    def __str__(self) -> str:
        return self.word


class LeaderQuerySet(models.QuerySet[Any]):
    """Filters of the register."""

    def in_office(self, today: Any) -> Self:
        """Those in office on a day."""
        return self.filter(
            Q(ends_date__isnull=True) | Q(ends_date__gte=today), starts_date__lte=today
        )


class RegisteredLeader(models.Model):
    """A leader with title and place in the order, from a day to a day."""

    name = models.CharField(_("姓名"), max_length=30)
    title = models.CharField(_("职务"), max_length=100, help_text=_("多个职务用顿号分开。"))
    rank = models.PositiveIntegerField(_("排序"), help_text=_("1排在最前。"))
    starts_date = models.DateField(_("任职起"))
    ends_date = models.DateField(_("任职止"), null=True, blank=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("修改人"),
    )
    changed_at = models.DateTimeField(_("修改时间"))

    objects = LeaderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("登记领导")
        ordering = ["rank", "id"]
        constraints = [
            models.UniqueConstraint(
                name="portal_leader_once", fields=["name", "title", "starts_date"]
            )
        ]

    def __str__(self) -> str:
        return self.name


class FileScan(models.Model):
    """What was found in the bytes of a file, by the lists that ``fingerprint`` names."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    fingerprint = models.CharField(_("词表摘要"), max_length=64)
    findings = models.JSONField(_("检查结果"), default=list)
    problem = models.CharField(_("未能检查的原因"), max_length=100, blank=True)
    scanned_at = models.DateTimeField(_("检查时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("附件检查")

    def __str__(self) -> str:
        return self.sha256[:12]


class CheckWaiver(models.Model):
    """A second person let the personal data of exactly this content pass, with a reason."""

    article = models.ForeignKey(
        "portal.Article", models.CASCADE, related_name="waivers", verbose_name=_("文章")
    )
    content_hash = models.CharField(_("内容摘要"), max_length=64)
    digest = models.CharField(_("个人信息摘要"), max_length=64)
    reason = models.CharField(_("放行理由"), max_length=500)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("放行人")
    )
    at = models.DateTimeField(_("放行时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("个人信息放行")
        indexes = [models.Index(fields=["article", "content_hash"], name="portal_waiver_of_text")]

    def __str__(self) -> str:
        return self.reason[:30]
