"""Events that are to be published, and what was looked at for each."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.models.querysets import READ_DUTIES, UNIT_DUTIES
from xinqiao.domains.portal.rules import events as rules
from xinqiao.domains.portal.rules.states import PublicState
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites import queries as sites

DESK = ("editor", "publisher")
ONLINE = Q(article__public_state=PublicState.ONLINE)


class EventQuerySet(models.QuerySet["Event"]):
    """Filters of events."""

    def visible_to(self, user: Any) -> Self:
        """Keep those of the person's units, of his desk's columns, and of a reader's field."""
        seen = Q(organisation__in=user.organisations_with(*UNIT_DUTIES, "liaison"))
        seen |= Q(writer=user)
        if user.organisations_with(*DESK):
            seen |= Q(column__in=sites.desk_columns_for(user, *DESK).order_by().values("pk"))
        fields = Organisation.objects.filter(pk__in=user.organisations_with(*READ_DUTIES))
        for path in fields.exclude(path="").values_list("path", flat=True):
            seen |= Q(organisation__path__startswith=path)
        return self.filter(seen)

    def open(self) -> Self:
        """Neither online nor given up."""
        return self.filter(cancelled_at=None).exclude(ONLINE)


class Event(models.Model):
    """Something that takes place and is to be published (活动登记)."""

    Kind = rules.EventKind
    Wanted = rules.Wanted

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="events",
        verbose_name=_("登记单位"),
    )
    column = models.ForeignKey(
        "sites.Column", models.PROTECT, related_name="events", verbose_name=_("发到栏目")
    )
    kind = models.CharField(_("类别"), max_length=10, choices=Kind)
    title = models.CharField(_("事项"), max_length=200)
    starts_at = models.DateTimeField(_("时间"))
    place = models.CharField(_("地点"), max_length=200)
    attendees = models.CharField(_("参加人员"), max_length=500)
    contact = models.CharField(_("联系人和电话"), max_length=100)
    wanted = models.CharField(_("希望的形式"), max_length=10, choices=Wanted)
    is_sensitive = models.BooleanField(_("可能敏感"), default=False)
    target_at = models.DateTimeField(_("应发布时间"))
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("登记人")
    )
    created_at = models.DateTimeField(_("登记时间"))
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="events_to_write",
        verbose_name=_("撰稿人"),
    )
    article = models.OneToOneField(
        "portal.Article",
        models.SET_NULL,
        null=True,
        related_name="event",
        verbose_name=_("稿件"),
    )
    cancelled_at = models.DateTimeField(_("决定不发布的时间"), null=True)
    cancelled_reason = models.CharField(_("不发布的原因"), max_length=300, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("活动登记")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "-id"], name="portal_event_of_unit"),
            models.Index(fields=["starts_at"], name="portal_event_by_time"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> rules.EventState:
        return rules.state_of(
            is_cancelled=self.cancelled_at is not None,
            has_writer=self.writer_id is not None,
            has_article=self.article is not None,
            is_online=self.article is not None and self.article.public_state == PublicState.ONLINE,
        )

    @property
    def published_at(self) -> dt.datetime | None:
        """When readers first got it."""
        return self.article.first_published_at if self.article else None


class EventCheck(models.Model):
    """One item of an event's checklist, looked at by a person."""

    event = models.ForeignKey(
        Event, models.CASCADE, related_name="checks", verbose_name=_("活动登记")
    )
    item = models.CharField(_("核对事项"), max_length=10, choices=rules.CheckItem)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("核对人")
    )
    done_at = models.DateTimeField(_("核对时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("活动核对")
        constraints = [
            models.UniqueConstraint(name="portal_event_check_once", fields=["event", "item"])
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.item}"
