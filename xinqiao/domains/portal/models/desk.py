"""Who keeps the desk: the duty editor of each day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.desk_queue import Outcome


class DutyShift(models.Model):
    """The editor on duty at one desk on one day."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="duty_shifts",
        verbose_name=_("编辑部"),
    )
    day = models.DateField(_("日期"))
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="duty_shifts",
        verbose_name=_("值班编辑"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("值班安排")
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(name="portal_shift_once", fields=["organisation", "day"])
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.editor}"


class DeskDecision(models.Model):
    """What the desk decided about a text that a unit sent to its column."""

    Outcome = Outcome

    article = models.OneToOneField(
        "portal.Article",
        models.CASCADE,
        related_name="desk_decision",
        verbose_name=_("文章"),
    )
    outcome = models.CharField(_("结果"), max_length=10, choices=Outcome)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("办理人")
    )
    decided_at = models.DateTimeField(_("办理时间"))
    reason = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("筛选结果")

    def __str__(self) -> str:
        return f"{self.article_id} {self.outcome}"
