"""What units ask for, and what is planned for which day."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.planning import rules
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Site, SiteQuerySet
from xinqiao.kernel.sites.policies import FEATURE_DECIDERS


def sites_visible_to(user: Any) -> SiteQuerySet:
    """All sites to the portal's people; to others those of their units and those they manage."""
    deciding = user.organisations_with(*FEATURE_DECIDERS)
    if Site.objects.filter(kind="portal", organisation__in=deciding).exists():
        return Site.objects.all()
    managed = sites.sites_managed_by(user).order_by().values("pk")
    own = user.organisations_with(*rules.ASKERS)
    return Site.objects.filter(Q(organisation__in=own) | Q(pk__in=managed))


class OfSiteQuerySet(models.QuerySet[Any]):
    """Filters of what belongs to a site."""

    def visible_to(self, user: Any) -> Self:
        """Keep what belongs to sites whose features this person may see."""
        return self.filter(site__in=sites_visible_to(user).order_by().values("pk"))


class FeatureRequest(models.Model):
    """A unit's request to switch a feature of its site."""

    State = rules.RequestState

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name=_("站点"))
    feature = models.SlugField(_("功能"), max_length=40)
    is_on = models.BooleanField(_("开通"))
    reason = models.CharField(_("理由"), max_length=300)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("申请人")
    )
    asked_at = models.DateTimeField(_("申请时间"))
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=rules.RequestState.OPEN
    )
    answer = models.CharField(_("答复"), max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("决定人"),
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("功能申请")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                name="planning_one_open_request",
                fields=["site", "feature"],
                condition=Q(state=rules.RequestState.OPEN),
            )
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.feature}"


class FeatureStage(models.Model):
    """A feature that is to be switched on a site on a day."""

    State = rules.StageState

    site = models.ForeignKey(Site, models.CASCADE, related_name="+", verbose_name=_("站点"))
    feature = models.SlugField(_("功能"), max_length=40)
    is_on = models.BooleanField(_("开通"))
    planned_date = models.DateField(_("实施日期"))
    reason = models.CharField(_("理由"), max_length=300)
    state = models.CharField(
        _("状态"), max_length=10, choices=State, default=rules.StageState.PLANNED
    )
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("安排人")
    )
    made_at = models.DateTimeField(_("安排时间"))
    ended_at = models.DateTimeField(_("结束时间"), null=True)

    objects = OfSiteQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("实施阶段")
        ordering = ["planned_date", "id"]
        constraints = [
            models.UniqueConstraint(
                name="planning_one_planned_stage",
                fields=["site", "feature"],
                condition=Q(state=rules.StageState.PLANNED),
            )
        ]
        indexes = [
            models.Index(
                fields=["planned_date"],
                condition=Q(state=rules.StageState.PLANNED),
                name="planning_stage_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.site} {self.feature} {self.planned_date}"
