"""A plan of columns, its lines, and what the units say to it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.planning import rules
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.rules import SITE_MANAGER, ColumnKind, ColumnMode


class ColumnPlanQuerySet(models.QuerySet["ColumnPlan"]):
    """Filters of plans."""

    def visible_to(self, user: Any) -> Self:
        """Keep what the person's unit asks, and what it was asked."""
        asked = PlanAnswer.objects.filter(
            plan=OuterRef("pk"), organisation__in=user.organisations_with(*rules.ASKERS)
        )
        return self.filter(
            Q(organisation__in=user.organisations_with(SITE_MANAGER)) | Q(Exists(asked))
        )

    def due(self, now: Any) -> Self:
        """Open ones whose time is over."""
        return self.filter(state=rules.PlanState.OPEN, due_at__lt=now)


class ColumnPlan(models.Model):
    """What columns a site is to have, put to the units until a moment; or a survey before it."""

    State = rules.PlanState
    Kind = rules.PlanKind

    site = models.ForeignKey(Site, models.PROTECT, related_name="+", verbose_name=_("站点"))
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="+",
        verbose_name=_("征求意见单位"),
    )
    kind = models.CharField(
        _("类别"), max_length=10, choices=rules.PlanKind, default=rules.PlanKind.PLAN
    )
    title = models.CharField(_("标题"), max_length=100)
    details = models.TextField(_("说明"), blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=rules.PlanState, default=rules.PlanState.DRAFT
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("起草人")
    )
    created_at = models.DateTimeField(_("起草时间"))
    sent_at = models.DateTimeField(_("发出时间"), null=True)
    due_at = models.DateTimeField(_("截止时间"), null=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True)

    objects = ColumnPlanQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("栏目规划")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state=rules.PlanState.OPEN),
                name="planning_plan_due",
            )
        ]

    def __str__(self) -> str:
        return self.title


class PlannedColumn(models.Model):
    """One line of a plan."""

    Kind = ColumnKind
    Mode = ColumnMode

    plan = models.ForeignKey(
        ColumnPlan, models.CASCADE, related_name="rows", verbose_name=_("栏目规划")
    )
    area = models.CharField(_("上级栏目"), max_length=120, blank=True)
    name = models.CharField(_("栏目"), max_length=60)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("责任单位")
    )
    mode = models.CharField(
        _("建设方式"), max_length=10, choices=ColumnMode, default=ColumnMode.BUILT
    )
    kind = models.CharField(
        _("更新方式"), max_length=10, choices=ColumnKind, default=ColumnKind.DYNAMIC
    )
    update_days = models.PositiveSmallIntegerField(_("更新间隔（天）"), null=True, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    position = models.PositiveIntegerField(_("排序"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("规划栏目")
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.name


class PlanAnswer(models.Model):
    """What one unit says to a plan; silence is recorded when the time is over."""

    Stance = rules.Stance

    plan = models.ForeignKey(
        ColumnPlan, models.CASCADE, related_name="answers", verbose_name=_("栏目规划")
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    stance = models.CharField(
        _("意见"), max_length=10, choices=rules.Stance, default=rules.Stance.WAITING
    )
    text = models.TextField(_("意见内容"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("反馈人"),
    )
    answered_at = models.DateTimeField(_("反馈时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("规划意见")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(name="planning_answer_once", fields=["plan", "organisation"])
        ]
        indexes = [
            models.Index(
                fields=["organisation"],
                condition=Q(stance=rules.Stance.WAITING),
                name="planning_answer_todo",
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan} → {self.organisation}"
