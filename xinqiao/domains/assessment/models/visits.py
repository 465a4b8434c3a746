"""The ledger of our own visits to each site: counts by day, and every failure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SiteVisits(models.Model):
    """How often a site's home page was visited on a day, and how often in vain."""

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="+", verbose_name=_("站点"))
    day = models.DateField(_("日期"))
    attempts = models.PositiveIntegerField(_("访问次数"), default=0)
    failures = models.PositiveIntegerField(_("失败次数"), default=0)
    slowest_milliseconds = models.PositiveIntegerField(_("最慢（毫秒）"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("每日访问记录")
        constraints = [
            models.UniqueConstraint(name="assessment_visits_once", fields=["site", "day"])
        ]
        indexes = [models.Index(fields=["day"], name="assessment_visits_day")]

    def __str__(self) -> str:
        return f"{self.site} {self.day}"


class VisitFailure(models.Model):
    """One visit that failed: an error, or 15 seconds without an answer."""

    site = models.ForeignKey("sites.Site", models.CASCADE, related_name="+", verbose_name=_("站点"))
    at = models.DateTimeField(_("时间"))
    reason = models.CharField(_("原因"), max_length=100)
    milliseconds = models.PositiveIntegerField(_("用时（毫秒）"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("访问失败记录")
        indexes = [models.Index(fields=["site", "-at"], name="assessment_failure_of_site")]

    def __str__(self) -> str:
        return f"{self.site} {self.at} {self.reason}"
