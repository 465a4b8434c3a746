"""Features step by step: who may ask, what is a request, on which day a stage may begin.

Legal basis: 政府网站发展指引 (国办发〔2017〕47号): unified planning, built step by step, on needs
that the units state.
"""

import datetime as dt

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

ASKERS = ("site_manager", "unit_head", "liaison")  # of the unit whose site it is
MAX_DAYS = 3 * 366  # how far ahead a stage is planned
MAX_TEXT = 300


class RequestState(TextChoices):
    """A request waits or has been decided."""

    OPEN = "open", _("待决定")
    GRANTED = "granted", _("已同意")
    DECLINED = "declined", _("未同意")


class StageState(TextChoices):
    """A stage lies ahead, has come, or was given up."""

    PLANNED = "planned", _("待实施")
    DONE = "done", _("已实施")
    DROPPED = "dropped", _("已取消")


class PlanRefused(ValueError):
    """The plan or request does not allow the act; the message says why, in Chinese."""


def check_reason(reason: str) -> None:
    """A reason is words, and not too many. Raises PlanRefused."""
    if not reason.strip():
        raise PlanRefused(_("请写明理由。"))
    if len(reason.strip()) > MAX_TEXT:
        raise PlanRefused(_("理由最多300个字。"))


def check_wish(*, is_known: bool, was_on: bool, is_on: bool, waiting: int) -> None:
    """Ask once, for a change of a feature that there is. Raises PlanRefused."""
    if not is_known:
        raise PlanRefused(_("没有这项功能。"))
    if was_on == is_on:
        raise PlanRefused(_("这项功能已经是这样，不用申请。"))
    if waiting:
        raise PlanRefused(_("这项功能的申请还在等待决定。"))


def check_undecided(state: str, undecided: str) -> None:
    """What was decided, done or given up stays so. Raises PlanRefused."""
    if state != undecided:
        raise PlanRefused(_("这件事已经办过了。"))


def check_planned_day(planned: dt.date, *, today: dt.date) -> None:
    """Today, or a day ahead within three years. Raises PlanRefused."""
    if not today <= planned <= today + dt.timedelta(days=MAX_DAYS):
        raise PlanRefused(_("实施日期须为今天或以后三年之内。"))
