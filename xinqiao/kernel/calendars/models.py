"""Days off and make-up working days, one notice a year."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class DayKind(models.TextChoices):
    """What a notice says of a day."""

    OFF = "off", _("放假")
    WORK = "work", _("上班")


class HolidayNotice(models.Model):
    """One year's arrangement of holidays (节假日安排通知); provisional until it is published."""

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    title = models.CharField(_("标题"), max_length=100)
    issued_date = models.DateField(_("印发日期"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    is_provisional = models.BooleanField(_("暂定"), default=False)
    loaded_at = models.DateTimeField(_("导入时间"))
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("导入人"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("节假日安排")
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class CalendarDay(models.Model):
    """A day that differs from the ordinary week: off, or worked at a weekend."""

    date = models.DateField(_("日期"), unique=True)
    notice = models.ForeignKey(
        HolidayNotice, models.CASCADE, related_name="days", verbose_name=_("节假日安排")
    )
    kind = models.CharField(_("安排"), max_length=4, choices=DayKind)
    name = models.CharField(_("节日"), max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = _("特殊日期")
        default_permissions = ()
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.get_kind_display()}"
