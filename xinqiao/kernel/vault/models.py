"""Master keys as the database knows them, and one data key for each group of records."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class MasterKey(models.Model):
    """A master key by its id, never the key itself; the canary shows whether a file is it."""

    kid = models.CharField(_("编号"), max_length=8, primary_key=True)
    canary = models.BinaryField(_("校验密文"))
    is_current = models.BooleanField(_("现用"), default=False)
    created_at = models.DateTimeField(_("启用时间"), default=timezone.now)
    retired_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("主密钥")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                name="vault_one_current_master",
                fields=["is_current"],
                condition=Q(is_current=True),
            )
        ]

    def __str__(self) -> str:
        return self.kid


class GroupKey(models.Model):
    """The wrapped key of one record group; without it everything sealed with it is dead.

    A destroyed key leaves its row, so that the group is never silently given a new one.
    """

    group = models.UUIDField(_("密钥组"), primary_key=True)
    wrapped = models.BinaryField(_("包裹的密钥"), null=True)
    suite = models.PositiveSmallIntegerField(_("算法"), default=1)
    master = models.ForeignKey(MasterKey, models.PROTECT, null=True, verbose_name=_("主密钥"))
    destroyed_at = models.DateTimeField(_("销毁时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("数据密钥")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="vault_key_is_there_or_destroyed",
                condition=Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | Q(wrapped__isnull=True, destroyed_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.group)
