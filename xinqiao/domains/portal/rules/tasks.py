"""Tasks that a desk or a leader gives to units: interpret, respond, handle opinion (P24)."""

import datetime as dt

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

TASK_GIVERS = ("editor", "site_manager", "leader")
TASK_READERS = (*TASK_GIVERS, "supervisor")
LIAISON = "liaison"
UNIT_READERS = (LIAISON, "unit_head", "contributor")
MAX_DAYS = 366


class TaskKind(TextChoices):
    """What a unit is asked for."""

    INTERPRETATION = "interpretation", _("政策解读")
    RESPONSE = "response", _("互动回应")
    OPINION = "opinion", _("舆情处置")
    CONTENT = "content", _("供稿和维护")


class TaskRefused(ValueError):
    """The task does not allow the act; the message says why, in Chinese."""


def check_task(title: str, due_at: dt.datetime, units: int, *, now: dt.datetime) -> None:
    """A task has a title, a day that lies ahead, and somebody to do it. Raises TaskRefused."""
    if not title.strip():
        raise TaskRefused(_("请写明任务。"))
    if not now < due_at <= now + dt.timedelta(days=MAX_DAYS):
        raise TaskRefused(_("期限须晚于现在，且在一年以内。"))
    if not units:
        raise TaskRefused(_("请选择承办单位。"))


def check_open(closed: dt.datetime | None) -> None:
    """What is closed is left alone. Raises TaskRefused."""
    if closed is not None:
        raise TaskRefused(_("任务已办结。"))


def check_text(text: str) -> None:
    """A reply, or a reason, is words. Raises TaskRefused."""
    if not text.strip():
        raise TaskRefused(_("请填写内容。"))


def check_unreplied(replied: dt.datetime | None) -> None:
    """A unit replies once, until its reply is sent back. Raises TaskRefused."""
    if replied is not None:
        raise TaskRefused(_("已经回复，退回后才能再次回复。"))


def check_replied(replied: dt.datetime | None) -> None:
    """Only a reply is sent back. Raises TaskRefused."""
    if replied is None:
        raise TaskRefused(_("还没有回复。"))


def check_close(unreplied: int, reason: str) -> None:
    """Closed before every unit has replied, a task needs a reason. Raises TaskRefused."""
    if unreplied and not reason.strip():
        raise TaskRefused(_("还有%d个单位没有回复，提前办结请写明原因。") % unreplied)


def is_late(due_at: dt.datetime, replied: dt.datetime | None, *, now: dt.datetime) -> bool:
    """Whether a unit replied, or still does not, after the day."""
    return (replied or now) > due_at
