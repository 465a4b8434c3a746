"""What explains a policy document, and the plan to explain it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey


class Interpretation(models.Model):
    """Ties an interpretation to a document it explains; part of the interpretation's content."""

    article = ParentalKey(
        "portal.Article",
        on_delete=models.CASCADE,
        related_name="interprets",
        verbose_name=_("解读稿"),
    )
    document = models.ForeignKey(
        "portal.Article",
        models.PROTECT,
        related_name="interpretations",
        verbose_name=_("政策文件"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("解读关联")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="portal_interprets_once", fields=["article", "document"])
        ]

    def __str__(self) -> str:
        return f"{self.article} → {self.document}"


class InterpretationPlan(models.Model):
    """How a document will be explained and by whom, or why it needs no explanation."""

    document = models.OneToOneField(
        "portal.Article",
        models.CASCADE,
        related_name="interpretation_plan",
        verbose_name=_("政策文件"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("解读单位"),
    )
    forms = models.JSONField(_("解读形式"), default=list)
    points = models.CharField(_("解读要点"), max_length=500, blank=True)
    exemption = models.CharField(_("不解读的理由"), max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("制定人")
    )
    made_at = models.DateTimeField(_("制定时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("解读方案")
        constraints = [
            models.CheckConstraint(
                name="portal_plan_or_exemption",
                condition=Q(exemption="") & ~Q(forms=[]) | ~Q(exemption="") & Q(forms=[]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}：{self.exemption or '、'.join(self.forms)}"

    @property
    def is_exempt(self) -> bool:
        """Whether the document goes without interpretation, with a reason on record."""
        return bool(self.exemption)
