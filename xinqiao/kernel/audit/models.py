"""The audit trail: events that are only ever inserted, and seals over them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AuditEvent(models.Model):
    """One act: who did what to which object, when, from where, with what result."""

    at = models.DateTimeField(_("时间"), db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("操作人"),
    )
    actor_label = models.CharField(_("操作人姓名"), max_length=80)
    organisation_id = models.BigIntegerField(_("单位编号"), null=True, db_index=True)
    action = models.CharField(_("操作"), max_length=80, db_index=True)
    target_type = models.CharField(_("对象类别"), max_length=60)
    target_id = models.CharField(_("对象编号"), max_length=60)
    target_label = models.CharField(_("对象名称"), max_length=200)
    before = models.JSONField(_("之前"), null=True)
    after = models.JSONField(_("之后"), null=True)
    reason = models.TextField(_("理由"), blank=True)
    result = models.CharField(_("结果"), max_length=20, default="ok")
    request_id = models.CharField(_("请求编号"), max_length=32, blank=True)
    address = models.CharField(_("来源地址"), max_length=45, blank=True)
    session_digest = models.CharField(_("会话摘要"), max_length=16, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审计记录")
        indexes = [models.Index(fields=["target_type", "target_id"], name="audit_target")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.actor_label} {self.action}"


class AuditSeal(models.Model):
    """The place of one event in the private Merkle tree; inserted by the sequencer only."""

    sequence = models.BigIntegerField(_("序号"), primary_key=True)
    event = models.OneToOneField(
        AuditEvent, models.PROTECT, related_name="seal", verbose_name=_("审计记录")
    )
    leaf_hash = models.CharField(_("叶散列"), max_length=64)
    root_hash = models.CharField(_("根散列"), max_length=64, blank=True)
    frontier = models.JSONField(_("树的右缘"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审计封存")

    def __str__(self) -> str:
        return f"{self.sequence}"
