"""The lamps of a site: one for each veto, red when the site fails by it.

Legal basis: 政府网站与政务新媒体检查指标 (国办秘函〔2019〕19号), part 1, items 1 to 6. What nobody
measures yet is grey, never green.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinqiao.domains.assessment.rules.columns import ColumnState, Defect, Level, level_of
from xinqiao.domains.assessment.rules.standards import Standard, Standards, Veto

STALE_DYNAMIC = frozenset({Defect.STALE_NEWS, Defect.STALE_NOTICE})
PROBES_A_DAY = 20


class Lamp(TextChoices):
    """Shown as a shape with a word, never by colour alone."""

    RED = "red", gettext_lazy("不合格")
    YELLOW = "yellow", gettext_lazy("预警")
    GREEN = "green", gettext_lazy("正常")
    GREY = "grey", gettext_lazy("未接入")


SEVERITY = (Lamp.RED, Lamp.YELLOW, Lamp.GREEN, Lamp.GREY)
LAMPS: Mapping[Level | None, Lamp] = {Level.FAILED: Lamp.RED, Level.WARNED: Lamp.YELLOW}


@dataclass(frozen=True)
class Measure:
    """One lamp with what was measured; after ``due`` (included) the lamp turns red."""

    veto: Veto
    lamp: Lamp
    detail: str
    due: dt.date | None = None


@dataclass(frozen=True)
class Access:
    """Probes of one site in a week."""

    attempts: int = 0
    failures: int = 0
    fewest_a_day: int = 0

    @property
    def failed_percent(self) -> float:
        return 100 * self.failures / self.attempts if self.attempts else 0.0


def worst(lamps: Iterable[Lamp]) -> Lamp:
    """The lamp of the whole; grey only when all are."""
    return min(lamps, key=SEVERITY.index, default=Lamp.GREY)


def lamp_of(value: float, standard: Standard) -> Lamp:
    """Red at the line, yellow at the warning line."""
    if value >= standard.limit:
        return Lamp.RED
    return Lamp.YELLOW if value >= standard.warning else Lamp.GREEN


def home(states: Sequence[dt.date], standards: Standards, today: dt.date) -> Measure:
    """The home page shows what is newest in any column; a site without anything fails."""
    if not states:
        return Measure(Veto.HOME, Lamp.RED, _("还没有发布过内容"))
    line, newest = standards["home_days"], max(states)
    level, due = level_of(newest, limit=line.limit, warning=line.warning, today=today)
    lamp = LAMPS.get(level, Lamp.GREEN)
    detail = _("最近更新：%(day)s，距今%(days)d天") % {
        "day": newest,
        "days": (today - newest).days,
    }
    return Measure(Veto.HOME, lamp, detail, due)


def columns(states: Sequence[ColumnState], standards: Standards, today: dt.date) -> Measure:
    """Blank and stale columns against their numbers, and the day on which they become too many."""
    dynamic = [state for state in states if state.defect in STALE_DYNAMIC]
    others = [state for state in states if state.defect == Defect.STALE_OTHER]
    blank = sum(state.defect == Defect.BLANK for state in states)
    stale = [_failed(dynamic), _failed(others)]
    lines = [standards["stale_columns"], standards["stale_others"]]
    lamp = worst(
        [
            lamp_of(blank, standards["blank_columns"]),
            *(lamp_of(count, line) for count, line in zip(stale, lines, strict=True)),
        ]
    )
    dues = [_day_of(dynamic, lines[0].limit), _day_of(others, lines[1].limit)]
    detail = _("动态和公告类不更新%(stale)d个，其他不更新%(others)d个，空白%(blank)d个") % {
        "stale": stale[0],
        "others": stale[1],
        "blank": blank,
    }
    return Measure(Veto.COLUMNS, lamp, detail, min((due for due in dues if due), default=None))


def _failed(states: Sequence[ColumnState]) -> int:
    return sum(state.level == Level.FAILED for state in states)


def _day_of(states: Sequence[ColumnState], limit: int) -> dt.date | None:
    """The last day before so many columns are stale, if nothing is published meanwhile."""
    dues = sorted(state.due for state in states if state.due)
    return dues[limit - 1] if len(dues) >= limit else None


def access(week: Access, standards: Standards) -> Measure:
    """The share of failed visits in a week; without enough visits the lamp is grey."""
    if not week.attempts:
        return Measure(Veto.ACCESS, Lamp.GREY, _("一周内没有访问记录"))
    facts = {
        "attempts": week.attempts,
        "failures": week.failures,
        "percent": f"{week.failed_percent:.2f}",
    }
    detail = _("一周访问%(attempts)d次，失败%(failures)d次（%(percent)s%%）") % facts
    if week.fewest_a_day < PROBES_A_DAY:
        detail += _("；有的日子不足%d次") % PROBES_A_DAY
    return Measure(Veto.ACCESS, lamp_of(week.failed_percent, standards["failed_percent"]), detail)


def counted(
    veto: Veto, counts: Mapping[str, int], standards: Standards, *, measured: bool
) -> Measure:
    """A veto that counts findings by the code of their standard; grey when nobody measures."""
    if not measured:
        return Measure(veto, Lamp.GREY, _("相应业务尚未接入"))
    lamps = [lamp_of(count, standards[code]) for code, count in counts.items()]
    words = [f"{standards[code].label}{count}" for code, count in counts.items() if count]
    return Measure(veto, worst([Lamp.GREEN, *lamps]), "；".join(words) or _("没有发现问题"))
