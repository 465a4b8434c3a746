"""Who keeps the desk: the duty editor of each day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


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
