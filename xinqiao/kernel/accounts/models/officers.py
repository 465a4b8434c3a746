"""The units' information and liaison officers, and the trainings they took part in."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.models.people import User
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.vault.fields import SealedField, SealedRecord
from xinqiao.kernel.vault.protection import protects


class OfficerQuerySet(models.QuerySet["UnitOfficer"]):
    """Chainable filters over the registers."""

    def visible_to(self, user: User) -> Self:
        """Those of the units in whose work this person has a hand."""
        return self.filter(organisation__in=user.organisations_with(*duties.with_unit_files()))

    def in_office(self, today: dt.date) -> Self:
        return self.filter(
            Q(ends_date__isnull=True) | Q(ends_date__gte=today), starts_date__lte=today
        )


class OfficerRole(models.TextChoices):
    """What a unit names somebody for."""

    INFORMATION = "information", _("信息员")
    LIAISON = "liaison", _("联络员")


@protects(
    s1="id vault_group organisation role user starts_date ends_date recorded_by recorded_at",
    s2="name",
    s3="phone",
)
class UnitOfficer(SealedRecord):
    """A unit's information or liaison officer; need not have an account.

    Legal basis: 政府网站发展指引（国办发〔2017〕47号）: units name who supplies their information.
    """

    Role = OfficerRole

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="officers", verbose_name=_("单位")
    )
    role = models.CharField(_("身份"), max_length=20, choices=OfficerRole)
    name = models.CharField(_("姓名"), max_length=40)
    user = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("账号")
    )
    phone = SealedField(_("手机号（加密）"), null=True, mask="phone")
    starts_date = models.DateField(_("任职日期"))
    ends_date = models.DateField(_("离任日期"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    objects = OfficerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("信息联络员")
        indexes = [models.Index(fields=["organisation", "role"], name="accounts_officer_of_unit")]

    def __str__(self) -> str:
        return self.name


class Training(models.Model):
    """One training that an officer took part in."""

    class Result(models.TextChoices):
        """How it ended."""

        ATTENDED = "attended", _("已参加")
        PASSED = "passed", _("考核合格")
        FAILED = "failed", _("考核不合格")

    officer = models.ForeignKey(
        UnitOfficer, models.PROTECT, related_name="trainings", verbose_name=_("信息联络员")
    )
    held_date = models.DateField(_("培训日期"))
    topic = models.CharField(_("培训内容"), max_length=100)
    hours = models.PositiveSmallIntegerField(_("学时"))
    result = models.CharField(_("结果"), max_length=10, choices=Result, default=Result.ATTENDED)
    recorded_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("培训记录")
        ordering = ["-held_date", "-pk"]

    def __str__(self) -> str:
        return self.topic
