"""Events that are only ever added, and the seals that show when one was touched."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Result(models.TextChoices):
    """How an act ended."""

    OK = "ok", _("成功")
    REFUSED = "refused", _("被拒绝")
    FAILED = "failed", _("失败")


class AuditEvent(models.Model):
    """One act, written in the transaction of the act; never changed, never deleted.

    People and organisations are copied as they were called then. ``before`` and ``after``
    hold no personal data of the protected class, and only a hash where they would be long.
    """

    at = models.DateTimeField(_("时间"))
    action = models.CharField(_("动作"), max_length=80)
    result = models.CharField(_("结果"), max_length=10, choices=Result, default=Result.OK)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("操作人账号"),
    )
    actor_label = models.CharField(_("操作人"), max_length=100)
    actor_name = models.CharField(_("登录名"), max_length=100, blank=True)
    actor_duties = models.CharField(_("当时职责"), max_length=300, blank=True)
    actor_organisation_id = models.BigIntegerField(_("操作人单位"), null=True)
    organisation_id = models.BigIntegerField(_("所属单位"), null=True)
    target_type = models.CharField(_("对象类型"), max_length=60, blank=True)
    target_id = models.CharField(_("对象编号"), max_length=60, blank=True)
    target_label = models.CharField(_("对象"), max_length=200, blank=True)
    before = models.JSONField(_("变更前"), null=True, encoder=DjangoJSONEncoder)
    after = models.JSONField(_("变更后"), null=True, encoder=DjangoJSONEncoder)
    reason = models.TextField(_("理由"), blank=True)
    request_id = models.CharField(_("请求编号"), max_length=64, blank=True)
    address = models.CharField(_("来源地址"), max_length=45, blank=True)
    session_digest = models.CharField(_("会话摘要"), max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("审计事件")
        default_permissions = ()
        indexes = [
            models.Index(fields=["at"], name="audit_event_at"),
            models.Index(fields=["action", "id"], name="audit_event_action"),
            models.Index(fields=["actor", "id"], name="audit_event_actor"),
            models.Index(fields=["target_type", "target_id"], name="audit_event_target"),
        ]

    def __str__(self) -> str:
        return f"{self.action} #{self.pk}"

    def columns(self) -> dict[str, Any]:
        """Every column by name, as ``rules.leaf`` binds them."""
        return {field.attname: getattr(self, field.attname) for field in self._meta.concrete_fields}


class AuditSeal(models.Model):
    """The place of one event in the private Merkle tree; only the sequencer adds rows."""

    position = models.BigIntegerField(_("序号"), primary_key=True)
    event = models.OneToOneField(
        AuditEvent, models.PROTECT, related_name="seal", verbose_name=_("审计事件")
    )
    leaf_hash = models.BinaryField(_("叶哈希"), max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = _("审计封存")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.position}"


class AuditCheckpoint(models.Model):
    """A signed count and root of the tree, with the right edge from which it goes on."""

    size = models.BigIntegerField(_("事件数"), primary_key=True)
    root = models.BinaryField(_("根哈希"), max_length=32)
    edge = models.BinaryField(_("右缘"), max_length=2048)
    highest_event_id = models.BigIntegerField(_("最大事件编号"))
    note = models.TextField(_("签名检查点"))
    at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("审计检查点")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.size}"
