"""What the daily inspection found: one report a site, a lamp a veto, a row a finding."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.assessment import rules
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites import queries as sites_queries

READERS = ("leader", "supervisor", "assessor")
OWNERS = ("contributor", "unit_reviewer", "unit_head", "site_manager")


def sites_in_field_of(user: Any, *, prefix: str = "") -> Q:
    """Sites a person reads: those of his field, and those he manages."""
    managed = sites_queries.sites_managed_by(user).order_by().values("pk")
    condition = Q(**{f"{prefix}in" if prefix else "pk__in": managed})
    field = Organisation.objects.filter(pk__in=user.organisations_with(*READERS)).exclude(path="")
    for path in field.values_list("path", flat=True):
        start = (
            f"{prefix}organisation__path__startswith"
            if prefix
            else ("organisation__path__startswith")
        )
        condition |= Q(**{start: path})
    return condition


class StandardLine(models.Model):
    """A line that an administrator set in place of the usual one (``rules.STANDARDS``)."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    limit = models.PositiveIntegerField(_("红线"))
    warning = models.PositiveIntegerField(_("预警线"))
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("修改人")
    )
    changed_at = models.DateTimeField(_("修改时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("检查标准")

    def __str__(self) -> str:
        return self.code


class SiteReportQuerySet(models.QuerySet["SiteReport"]):
    """Filters of reports."""

    def visible_to(self, user: Any) -> Self:
        """Reports of the sites in the person's field, and of those he manages."""
        return self.filter(sites_in_field_of(user, prefix="site__"))


class SiteReport(models.Model):
    """How a site stood when it was inspected last."""

    Lamp = rules.Lamp

    site = models.OneToOneField(
        "sites.Site", models.CASCADE, related_name="+", verbose_name=_("站点")
    )
    lamp = models.CharField(_("灯"), max_length=10, choices=rules.Lamp)
    checked_at = models.DateTimeField(_("检查时间"))
    red = models.PositiveSmallIntegerField(_("不合格项"), default=0)
    yellow = models.PositiveSmallIntegerField(_("预警项"), default=0)
    ahead = models.PositiveIntegerField(_("一周内到期的栏目"), default=0)

    objects = SiteReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("自查报告")
        indexes = [models.Index(fields=["lamp", "-id"], name="assessment_report_lamp")]

    def __str__(self) -> str:
        return f"{self.site} {self.get_lamp_display()}"


class SiteLamp(models.Model):
    """One veto in a report; after ``due_date`` (included) it turns red."""

    report = models.ForeignKey(
        SiteReport, models.CASCADE, related_name="lamps", verbose_name=_("自查报告")
    )
    veto = models.CharField(_("单项否决指标"), max_length=10, choices=rules.Veto)
    lamp = models.CharField(_("灯"), max_length=10, choices=rules.Lamp)
    detail = models.CharField(_("情况"), max_length=200)
    due_date = models.DateField(_("红线日期"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("自查指标")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="assessment_lamp_once", fields=["report", "veto"])
        ]

    def __str__(self) -> str:
        return f"{self.get_veto_display()} {self.get_lamp_display()}"


class FindingQuerySet(models.QuerySet["Finding"]):
    """Filters of findings."""

    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)

    def visible_to(self, user: Any) -> Self:
        """What stands on sites of his field, what is his unit's, what he answers for himself."""
        return self.filter(
            sites_in_field_of(user, prefix="site__")
            | Q(organisation__in=user.organisations_with(*OWNERS))
            | Q(person=user)
        )

    def owned_by(self, user: Any) -> Self:
        """What waits for this person: his own, or his unit's where no person is named."""
        units = user.organisations_with("contributor", "site_manager")
        return self.filter(Q(person=user) | Q(person=None, organisation__in=units))


class Finding(models.Model):
    """One thing wrong on one page, with the unit and the person who answer for it."""

    Defect = rules.Defect
    Level = rules.Level

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="+", verbose_name=_("站点"))
    key = models.CharField(_("问题编号"), max_length=120, editable=False)
    defect = models.CharField(_("问题"), max_length=20, choices=rules.Defect)
    level = models.CharField(_("程度"), max_length=10, choices=rules.Level)
    title = models.CharField(_("位置"), max_length=200)
    address = models.CharField(_("地址"), max_length=300, blank=True)
    detail = models.CharField(_("情况"), max_length=300, blank=True)
    fix_url = models.CharField(_("办理地址"), max_length=300, blank=True)
    column = models.ForeignKey(
        "sites.Column", models.CASCADE, null=True, related_name="+", verbose_name=_("栏目")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("责任单位")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("责任人"),
    )
    updated_date = models.DateField(_("最近更新"), null=True)
    due_date = models.DateField(_("红线日期"), null=True)
    found_at = models.DateTimeField(_("发现时间"))
    closed_at = models.DateTimeField(_("消除时间"), null=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("自查问题")
        constraints = [
            models.UniqueConstraint(
                name="assessment_finding_open_once",
                fields=["site", "key"],
                condition=Q(closed_at__isnull=True),
            )
        ]
        indexes = [
            models.Index(fields=["site", "closed_at"], name="assessment_finding_site"),
            models.Index(fields=["level", "-id"], name="assessment_finding_level"),
            models.Index(fields=["organisation", "closed_at"], name="assessment_finding_unit"),
            models.Index(fields=["person", "closed_at"], name="assessment_finding_person"),
        ]

    def __str__(self) -> str:
        return f"{self.title}：{self.get_defect_display()}"

    def days_left(self, today: dt.date) -> int | None:
        """Days until the veto line, 0 on the last good day, negative after it."""
        return (self.due_date - today).days if self.due_date else None

    @property
    def due_at(self) -> dt.datetime | None:
        """The end of the last good day."""
        if self.due_date is None:
            return None
        end = dt.datetime.combine(self.due_date, dt.time(23, 59))
        return timezone.make_aware(end)
