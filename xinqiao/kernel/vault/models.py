"""One data key for each group of records, wrapped by the master key."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class GroupKey(models.Model):
    """The wrapped key of one record group; deleting it shreds everything sealed with it."""

    group = models.UUIDField(_("密钥组"), primary_key=True)
    wrapped = models.BinaryField(_("包裹的密钥"))

    class Meta:
        verbose_name = verbose_name_plural = _("数据密钥")

    def __str__(self) -> str:
        return str(self.group)
