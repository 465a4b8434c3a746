"""The queue, the outbox and what the schedule remembers, as rows."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a job stands."""

    WAITING = "waiting", _("等待")
    RUNNING = "running", _("运行中")
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")


OPEN = (State.WAITING, State.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    """Chainable filters over the queue."""

    def open(self) -> Self:
        """Keep what is still to be done."""
        return self.filter(state__in=OPEN)

    def claimable(self, now: dt.datetime) -> Self:
        """Keep what is due, and what a worker took and no longer renews its lease on."""
        return self.filter(
            Q(state=State.WAITING, run_after__lte=now) | Q(state=State.RUNNING, lease_until__lt=now)
        )


class Job(models.Model):
    """One call of a task; it exists if and only if the transaction of its cause was committed."""

    task = models.CharField(_("任务"), max_length=200)
    args = models.JSONField(_("参数"), default=list)
    kwargs = models.JSONField(_("具名参数"), default=dict)
    queue = models.CharField(_("队列"), max_length=40, default="default")
    priority = models.SmallIntegerField(_("优先级"), default=0)
    run_after = models.DateTimeField(_("不早于"), default=timezone.now)
    enqueued_at = models.DateTimeField(_("提交时间"), default=timezone.now)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("已试次数"), default=0)
    lease_until = models.DateTimeField(_("租约至"), null=True)
    worker = models.CharField(_("执行者"), max_length=80, blank=True)
    once_key = models.CharField(_("唯一键"), max_length=200, blank=True)
    finished_at = models.DateTimeField(_("结束时间"), null=True)
    error = models.TextField(_("错误"), blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("后台作业")
        constraints = [
            models.UniqueConstraint(
                name="jobs_once_key", fields=["once_key"], condition=~Q(once_key="")
            ),
        ]
        indexes = [
            models.Index(
                fields=["-priority", "run_after", "id"],
                name="jobs_due",
                condition=Q(state="waiting"),
            ),
            models.Index(fields=["lease_until"], name="jobs_leased", condition=Q(state="running")),
            models.Index(fields=["finished_at"], name="jobs_finished"),
        ]

    def __str__(self) -> str:
        return f"{self.task} #{self.pk}"


class OutboxEvent(models.Model):
    """Something happened that others must hear of; written in the transaction that did it."""

    topic = models.CharField(_("主题"), max_length=60)
    keys = models.JSONField(_("依赖键"), default=list)
    paths = models.JSONField(_("地址"), default=list)
    at = models.DateTimeField(_("发生时间"))
    delivered_at = models.DateTimeField(_("送达时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("事件")
        indexes = [
            models.Index(
                fields=["id"], name="jobs_undelivered", condition=Q(delivered_at__isnull=True)
            ),
            models.Index(fields=["at"], name="jobs_event_age"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} #{self.pk}"


class ScheduledRun(models.Model):
    """The latest due moment of one line of the schedule for which a job was queued."""

    code = models.CharField(_("代码"), max_length=200, unique=True)
    due_at = models.DateTimeField(_("应执行时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("定时任务")

    def __str__(self) -> str:
        return self.code
