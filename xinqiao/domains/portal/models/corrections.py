"""What readers found wrong on our pages. Holds no name and no number of the sender."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.models.articles import Article
from xinqiao.domains.portal.rules import corrections as rules
from xinqiao.kernel.sites.models import Column, Site

HANDLERS = ("contributor", "unit_reviewer", "unit_head", "editor", "publisher", "site_manager")


class CorrectionReportQuerySet(models.QuerySet["CorrectionReport"]):
    """Filters of reports."""

    def visible_to(self, user: Any) -> Self:
        """Keep those for the units of this person."""
        return self.filter(organisation__in=user.organisations_with(*HANDLERS))

    def waiting(self) -> Self:
        return self.filter(state=rules.ReportState.OPEN)


class CorrectionReport(models.Model):
    """An error that a reader found, for the unit of the column; answered under a code."""

    State = rules.ReportState

    code = models.CharField(_("查询码"), max_length=20, unique=True)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("站点"))
    column = models.ForeignKey(
        Column, models.PROTECT, null=True, related_name="+", verbose_name=_("栏目")
    )
    article = models.ForeignKey(
        Article, models.SET_NULL, null=True, related_name="+", verbose_name=_("文章")
    )
    title = models.CharField(_("网页"), max_length=300)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("责任单位")
    )
    text = models.TextField(_("错在哪里"))
    sender = models.CharField(_("来源摘要"), max_length=64, editable=False)
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=rules.ReportState.OPEN
    )
    sent_at = models.DateTimeField(_("提交时间"))
    due_date = models.DateField(_("答复期限"), help_text=_("含当日。"))
    answer = models.TextField(_("答复"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("答复人"),
    )
    answered_at = models.DateTimeField(_("答复时间"), null=True)

    objects = CorrectionReportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("网页纠错")
        ordering = ["-sent_at", "-id"]
        indexes = [
            models.Index(fields=["organisation", "state", "-sent_at"], name="portal_report_desk"),
            models.Index(fields=["sender", "sent_at"], name="portal_report_rate"),
        ]

    def __str__(self) -> str:
        return self.title
