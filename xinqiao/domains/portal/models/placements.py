"""Where an article stands: its own column first, then the columns that took it over."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules


class PlacementQuerySet(models.QuerySet["Placement"]):
    """Filters of placements."""

    def online(self) -> Self:
        """What readers find in lists, newest first."""
        return self.filter(state=rules.PlacementState.ONLINE).order_by("-published_at", "-id")


class Placement(models.Model):
    """One article in one column."""

    Mode = rules.PlacementMode
    State = rules.PlacementState

    article = models.ForeignKey(
        "portal.Article", models.CASCADE, related_name="placements", verbose_name=_("文章")
    )
    column = models.ForeignKey(
        "sites.Column", models.PROTECT, related_name="placements", verbose_name=_("栏目")
    )
    site = models.ForeignKey(
        "sites.Site", models.PROTECT, related_name="placements", verbose_name=_("站点")
    )
    mode = models.CharField(_("方式"), max_length=10, choices=Mode, default=Mode.MIRROR)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.OFFERED)
    published_at = models.DateTimeField(_("发布时间"), null=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("推送人"),
    )
    offered_at = models.DateTimeField(_("推送时间"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("采用人"),
    )
    decided_at = models.DateTimeField(_("采用时间"), null=True)
    reason = models.CharField(_("说明"), max_length=500, blank=True)
    publish_at = models.DateTimeField(_("定时上线"), null=True, blank=True)
    push = models.ForeignKey(
        "portal.Push",
        models.PROTECT,
        null=True,
        related_name="placements",
        verbose_name=_("转载要求"),
    )
    copy = models.ForeignKey(
        "portal.Article",
        models.SET_NULL,
        null=True,
        related_name="copied_by",
        verbose_name=_("复制稿"),
    )
    recalled_at = models.DateTimeField(_("来源撤回时间"), null=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("撤回确认人"),
    )
    acknowledged_at = models.DateTimeField(_("撤回确认时间"), null=True)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("栏目位置")
        indexes = [
            models.Index(
                fields=["column", "state", "-published_at", "-id"], name="portal_place_of_column"
            ),
            models.Index(
                fields=["site", "state", "-published_at", "-id"], name="portal_place_of_site"
            ),
            models.Index(fields=["state", "column"], name="portal_place_todo"),
            models.Index(
                fields=["publish_at"],
                condition=models.Q(publish_at__isnull=False, state="accepted"),
                name="portal_place_due",
            ),
            models.Index(
                fields=["site", "recalled_at"],
                condition=models.Q(recalled_at__isnull=False, acknowledged_at__isnull=True),
                name="portal_place_recalled",
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="portal_place_once", fields=["article", "column"])
        ]

    def __str__(self) -> str:
        return f"{self.article} @ {self.column}"
