"""Alerts on the sites: emergencies, warnings, mourning; and what is told as they go on."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules import alerts as rules
from xinqiao.kernel.sites.models import Column, Site

READERS = ("publisher", "site_manager", "editor")


class AlertQuerySet(models.QuerySet["Alert"]):
    """Filters of alerts."""

    def visible_to(self, user: Any) -> Self:
        """Keep those of the desks where this person publishes, edits or manages."""
        return self.filter(organisation__in=user.organisations_with(*READERS))

    def running(self, now: dt.datetime) -> Self:
        """Keep what readers see at this moment."""
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now), ended_at__isnull=True
        )

    def on(self, site: Site) -> Self:
        """Keep what stands on this site."""
        chosen = Alert.sites.through.objects.filter(alert=OuterRef("pk"), site=site)
        return self.filter(Q(on_all_sites=True) | Exists(chosen))


class Alert(models.Model):
    """An emergency, a warning or a time of mourning, put up on all or on chosen sites."""

    Kind = rules.AlertKind
    Level = rules.AlertLevel

    kind = models.CharField(_("类型"), max_length=10, choices=Kind)
    level = models.CharField(_("级别"), max_length=10, choices=Level, blank=True)
    title = models.CharField(_("标题"), max_length=60)
    text = models.CharField(_("内容"), max_length=500, blank=True)
    area = models.CharField(_("影响区域"), max_length=100, blank=True)
    happened_at = models.DateTimeField(_("发生时间"), null=True, blank=True)
    expires_at = models.DateTimeField(_("到期时间"), null=True, blank=True)
    knowledge = models.ForeignKey(
        Column,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("应急知识栏目"),
    )
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("发布单位")
    )
    on_all_sites = models.BooleanField(_("全部站点"), default=False)
    sites = models.ManyToManyField(Site, blank=True, related_name="+", verbose_name=_("站点"))
    reason = models.CharField(_("发布依据"), max_length=300)
    put_up_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发布人")
    )
    put_up_at = models.DateTimeField(_("发布时间"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("撤下人"),
    )
    ended_at = models.DateTimeField(_("撤下时间"), null=True, blank=True)
    end_reason = models.CharField(_("撤下原因"), max_length=300, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("应急发布")
        ordering = ["-put_up_at", "-id"]
        indexes = [
            models.Index(fields=["ended_at", "expires_at"], name="portal_alert_running"),
            models.Index(fields=["organisation", "-put_up_at"], name="portal_alert_of_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    def is_running(self, now: dt.datetime) -> bool:
        return rules.is_running(ended_at=self.ended_at, expires_at=self.expires_at, now=now)


class AlertUpdate(models.Model):
    """What has become known, told on the page of the alert."""

    alert = models.ForeignKey(
        Alert, models.CASCADE, related_name="updates", verbose_name=_("应急发布")
    )
    text = models.TextField(_("内容"), max_length=2000)
    is_conference = models.BooleanField(_("新闻发布会"), default=False)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("发布人")
    )
    told_at = models.DateTimeField(_("发布时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("应急动态")
        ordering = ["-told_at", "-id"]

    def __str__(self) -> str:
        return self.text[:40]
