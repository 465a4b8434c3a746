"""Emergencies: kinds and levels, what an alert must say, and the clock of release.

Legal basis: 突发事件应对法 (four levels of warnings, 红橙黄蓝; art. 42 of 2007); 国办发〔2016〕61号
and 80号: for major emergencies first facts within 5 hours and a press conference within 24 hours
(norms.md 0).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

FIRST_FACTS = dt.timedelta(hours=5)
CONFERENCE = dt.timedelta(hours=24)
NEAR = dt.timedelta(hours=1)
LONGEST = dt.timedelta(days=90)


class AlertKind(TextChoices):
    """What is put up on the sites."""

    INCIDENT = "incident", gettext_lazy("突发事件")
    WARNING = "warning", gettext_lazy("预警")
    MOURNING = "mourning", gettext_lazy("哀悼")


class AlertLevel(TextChoices):
    """From the lowest to the highest; each is told by its word and its number, never by colour."""

    BLUE = "blue", gettext_lazy("蓝色（四级，一般）")
    YELLOW = "yellow", gettext_lazy("黄色（三级，较重）")
    ORANGE = "orange", gettext_lazy("橙色（二级，严重）")
    RED = "red", gettext_lazy("红色（一级，特别严重）")


class Pace(StrEnum):
    """How a step of the release clock stands."""

    DONE = "done"
    DONE_LATE = "done_late"
    RUNNING = "running"
    NEAR = "near"
    LATE = "late"


RANK: dict[str, int] = {level: rank for rank, level in enumerate(AlertLevel)}


class AlertRefused(ValueError):
    """The alert cannot be put up, changed or taken off; the message says why, in Chinese."""


@dataclass(frozen=True)
class ReleaseStep:
    """One duty of the release clock; ``due`` and ``done`` are moments."""

    code: str
    due: dt.datetime
    done: dt.datetime | None
    pace: Pace


def check_alert(
    *,
    kind: str,
    level: str,
    area: str,
    happened_at: dt.datetime | None,
    expires_at: dt.datetime | None,
    now: dt.datetime,
) -> None:
    """Refuse an alert that lacks what its kind needs. Raises AlertRefused."""
    if kind != AlertKind.MOURNING and not level:
        raise AlertRefused(_("请选择级别。"))
    if kind == AlertKind.WARNING and not area.strip():
        raise AlertRefused(_("预警必须写明影响区域。"))
    if kind == AlertKind.INCIDENT and happened_at is None:
        raise AlertRefused(_("突发事件必须填写发生时间，发布时限从这时起算。"))
    if happened_at and happened_at > now:
        raise AlertRefused(_("发生时间不能晚于现在。"))
    if kind != AlertKind.INCIDENT and expires_at is None:
        raise AlertRefused(_("请填写到期时间，到期自动撤下。"))
    if expires_at and not now < expires_at <= now + LONGEST:
        raise AlertRefused(_("到期时间须在现在之后、90天以内。"))


def check_running(
    *, ended_at: dt.datetime | None, expires_at: dt.datetime | None, now: dt.datetime
) -> None:
    """Refuse to act on what is over. Raises AlertRefused."""
    if not is_running(ended_at=ended_at, expires_at=expires_at, now=now):
        raise AlertRefused(_("这条应急信息已经撤下或到期。"))


def is_running(
    *, ended_at: dt.datetime | None, expires_at: dt.datetime | None, now: dt.datetime
) -> bool:
    """Whether readers see it; an alert is off in the very moment it expires."""
    return ended_at is None and (expires_at is None or now < expires_at)


def release_clock(
    *,
    happened_at: dt.datetime,
    first_facts_at: dt.datetime | None,
    conference_at: dt.datetime | None,
    now: dt.datetime,
) -> tuple[ReleaseStep, ReleaseStep]:
    """First facts within 5 hours, press conference within 24 hours of the event."""
    return (
        _step("first_facts", happened_at + FIRST_FACTS, first_facts_at, now),
        _step("conference", happened_at + CONFERENCE, conference_at, now),
    )


def _step(code: str, due: dt.datetime, done: dt.datetime | None, now: dt.datetime) -> ReleaseStep:
    if done is not None:
        pace = Pace.DONE if done <= due else Pace.DONE_LATE
    elif now > due:
        pace = Pace.LATE
    else:
        pace = Pace.NEAR if due - now <= NEAR else Pace.RUNNING
    return ReleaseStep(code, due, done, pace)
