"""The approval record: one row says who passed which content at which step."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.approvals import rules


class ApprovalQuerySet(models.QuerySet["Approval"]):
    """Filters of approvals."""

    def of(self, target_type: str, target_id: int) -> Self:
        return self.filter(target_type=target_type, target_id=target_id)

    def standing(self) -> Self:
        """Those not voided."""
        return self.filter(voided_at=None)


class Approval(models.Model):
    """A person passed one content, known by its hash, at one step; voided, never deleted."""

    Decision = rules.Decision

    target_type = models.CharField(_("对象类型"), max_length=60)
    target_id = models.PositiveBigIntegerField(_("对象编号"))
    content_hash = models.CharField(_("内容摘要"), max_length=64)
    step = models.CharField(_("环节"), max_length=30)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="approvals",
        verbose_name=_("审批人"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("审批单位"),
    )
    decision = models.CharField(_("结论"), max_length=10, choices=Decision, default=Decision.PASSED)
    basis = models.CharField(_("依据"), max_length=300, blank=True)
    opinion = models.CharField(_("意见"), max_length=500, blank=True)
    at = models.DateTimeField(_("时间"))
    voided_at = models.DateTimeField(_("作废时间"), null=True)
    voided_reason = models.CharField(_("作废原因"), max_length=300, blank=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("审批记录")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["target_type", "target_id", "content_hash"], name="approval_target"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="approval_step_stands_once",
                fields=["target_type", "target_id", "content_hash", "step"],
                condition=models.Q(voided_at=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.target_type}#{self.target_id} {self.step}"
