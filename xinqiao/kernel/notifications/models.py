"""Messages to members of staff."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts.models import User


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Chainable filters over messages."""

    def visible_to(self, user: User) -> Self:
        """Keep the user's own; nobody reads another's messages."""
        return self.filter(user=user)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Notification(models.Model):
    """One message to one person, with the address of what it is about."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("收件人")
    )
    kind = models.CharField(_("类别"), max_length=60)
    text = models.CharField(_("内容"), max_length=500)
    url = models.CharField(_("地址"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("时间"))
    read_at = models.DateTimeField(_("已读时间"), null=True)
    once_key = models.CharField(_("唯一键"), max_length=200, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        constraints = [
            models.UniqueConstraint(
                name="notifications_once_per_user",
                fields=["user", "once_key"],
                condition=~Q(once_key=""),
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notifications_of_user"),
            models.Index(
                fields=["user"], name="notifications_unread", condition=Q(read_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return self.text
