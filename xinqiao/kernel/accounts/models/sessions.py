"""Who is signed in where: one row beside each session of Django's."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts.duties import SECURITY_ADMIN
from xinqiao.kernel.accounts.models.people import User


class StaffSessionQuerySet(models.QuerySet["StaffSession"]):
    """Chainable filters over sessions, and their end."""

    def visible_to(self, user: User) -> Self:
        """One's own; the security administrator sees everybody's."""
        sees_all = SECURITY_ADMIN in user.duty_codes
        return self.all() if sees_all else self.filter(user=user)

    def alive(self, now: dt.datetime) -> Self:
        """Keep those whose session has not been ended or run out."""
        running = Session.objects.filter(
            session_key=models.OuterRef("session_key"), expire_date__gt=now
        )
        return self.filter(models.Exists(running))

    def end(self) -> int:
        """Sign these out: their next request is a stranger's. Returns how many there were."""
        keys = list(self.values_list("session_key", flat=True))
        Session.objects.filter(session_key__in=keys).delete()
        self.filter(session_key__in=keys).delete()
        return len(keys)


class StaffSession(models.Model):
    """One sign-in of a person: from which device and address, since when, last seen when.

    It is kept as long as the session and no longer; what is kept of it is the audit trail.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sessions", verbose_name=_("账号")
    )
    session_key = models.CharField(_("会话"), max_length=40, unique=True, editable=False)
    device = models.CharField(_("设备"), max_length=80)
    address = models.CharField(_("网络地址"), max_length=45, blank=True)
    started_at = models.DateTimeField(_("登录时间"))
    seen_at = models.DateTimeField(_("最近操作"))

    objects = StaffSessionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("登录会话")

    def __str__(self) -> str:
        return f"{self.device} {self.address}"
