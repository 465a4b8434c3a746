"""Rosters of units and people, and the duties they ask for."""

import datetime as dt

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts.models.people import DutyAssignment, User
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.vault.fields import SealedField, SealedRecord
from xinqiao.kernel.vault.protection import protects


class RosterState(models.TextChoices):
    """How far a roster has come."""

    DRAFT = "draft", _("待导入")
    IMPORTED = "imported", _("已导入")
    DISCARDED = "discarded", _("已放弃")


@protects(
    s1="id vault_group name sha256 state uploaded_by uploaded_at decided_at",
    s2="report",
    s3="content",
)
class StaffRoster(SealedRecord):
    """A workbook of units and people; its rows are kept sealed only until they are decided."""

    name = models.CharField(_("文件名"), max_length=100)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    state = models.CharField(
        _("状态"), max_length=10, choices=RosterState, default=RosterState.DRAFT
    )
    content = SealedField(_("内容（加密）"), null=True)
    report = models.JSONField(_("逐行结果"), default=list)
    uploaded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("上传人")
    )
    uploaded_at = models.DateTimeField(_("上传时间"))
    decided_at = models.DateTimeField(_("办结时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("人员名册")

    def __str__(self) -> str:
        return self.name

    def without_password(self, today: dt.date) -> QuerySet[User]:
        """Who was opened without a password and holds a duty by now."""
        held = DutyAssignment.objects.in_force(today).filter(user=models.OuterRef("pk"))
        people = User.objects.filter(proposedgrant__roster=self, is_active=True).distinct()
        rows = people.filter(models.Exists(held), password__startswith=UNUSABLE_PASSWORD_PREFIX)
        return rows.select_related("organisation").order_by("username")


class ProposedGrant(models.Model):
    """A duty that a roster asks for; the security administrator grants or declines it."""

    roster = models.ForeignKey(
        StaffRoster, models.PROTECT, related_name="proposals", verbose_name=_("人员名册")
    )
    user = models.ForeignKey(User, models.PROTECT, verbose_name=_("账号"))
    duty = models.CharField(_("职责"), max_length=40)
    organisation = models.ForeignKey(Organisation, models.PROTECT, verbose_name=_("单位"))
    ends_date = models.DateField(_("到哪天为止"), null=True)
    is_granted = models.BooleanField(_("已授予"), default=False)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=_("决定人")
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("拟授职责")

    def __str__(self) -> str:
        return f"{self.user} {self.duty}"
