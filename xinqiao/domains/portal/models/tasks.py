"""Tasks given to units, and their replies."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules


class TaskQuerySet(models.QuerySet["Task"]):
    """Filters of tasks."""

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def visible_to(self, user: Any) -> Self:
        """Keep what the person's unit has given, or was given."""
        given = user.organisations_with(*rules.TASK_READERS)
        asked = TaskUnit.objects.filter(
            task=OuterRef("pk"), organisation__in=user.organisations_with(*rules.UNIT_READERS)
        )
        return self.filter(Q(organisation__in=given) | Q(Exists(asked)))


class Task(models.Model):
    """Something that units are asked to do until a moment."""

    Kind = rules.TaskKind

    kind = models.CharField(_("类别"), max_length=20, choices=Kind)
    title = models.CharField(_("任务名称"), max_length=200)
    details = models.TextField(_("要求"), blank=True)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="tasks_given",
        verbose_name=_("交办单位"),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("交办人")
    )
    created_at = models.DateTimeField(_("交办时间"))
    due_at = models.DateTimeField(_("办理期限"))
    closed_at = models.DateTimeField(_("办结时间"), null=True)
    closed_reason = models.CharField(_("办结说明"), max_length=300, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("任务")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["organisation", "closed_at"], name="portal_task_open"),
        ]

    def __str__(self) -> str:
        return self.title


class TaskUnit(models.Model):
    """One unit's part of a task."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="units", verbose_name=_("任务"))
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="tasks_received",
        verbose_name=_("承办单位"),
    )
    reply = models.TextField(_("回复"), blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("回复人"),
    )
    replied_at = models.DateTimeField(_("回复时间"), null=True)
    returned_reason = models.CharField(_("退回原因"), max_length=300, blank=True)
    urged_at = models.DateTimeField(_("催办时间"), null=True)
    urged_count = models.PositiveSmallIntegerField(_("催办次数"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("任务分办")
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["organisation"],
                condition=Q(replied_at__isnull=True),
                name="portal_task_todo",
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="portal_task_unit_once", fields=["task", "organisation"])
        ]

    def __str__(self) -> str:
        return f"{self.task} → {self.organisation}"
