"""Acts that one person has proposed and another has to confirm."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts.models.people import User


class ProposalState(models.TextChoices):
    """What has become of a proposal; past its time an open one is void."""

    OPEN = "open", _("待确认")
    DONE = "done", _("已执行")
    REFUSED = "refused", _("未同意")
    WITHDRAWN = "withdrawn", _("已撤回")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Chainable filters over proposals."""

    def open_at(self, now: dt.datetime) -> Self:
        """Keep what can still be confirmed."""
        return self.filter(state=ProposalState.OPEN, expires_at__gt=now)

    def concerning(self, user: User) -> Self:
        """Keep what this person proposed or decided."""
        return self.filter(Q(proposed_by=user) | Q(decided_by=user))


class Proposal(models.Model):
    """One act for two persons; ``payload_hash`` is what the second one confirms."""

    kind = models.CharField(_("事项"), max_length=60)
    payload = models.JSONField(_("内容"))
    payload_hash = models.CharField(_("内容散列"), max_length=64)
    reason = models.CharField(_("理由"), max_length=200)
    state = models.CharField(
        _("状态"), max_length=10, choices=ProposalState.choices, default=ProposalState.OPEN
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    proposed_at = models.DateTimeField(_("提出时间"))
    expires_at = models.DateTimeField(_("有效期至"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("处理人"),
    )
    decided_at = models.DateTimeField(_("处理时间"), null=True)

    State = ProposalState
    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("双人事项")
        constraints = [
            models.CheckConstraint(
                name="accounts_nobody_confirms_his_own_proposal",
                condition=~Q(state__in=["done", "refused"])
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
            )
        ]
        indexes = [
            models.Index(fields=["state", "expires_at"], name="accounts_proposal_open"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
