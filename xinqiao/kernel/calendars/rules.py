"""Which days are worked, and how periods in working days are counted.

Legal basis:
- 全国年节及纪念日放假办法 (State Council Order 795 as amended, in force 2025-01-01): art. 2,
  the thirteen days off for all citizens; art. 6, those that fall on a day of rest are made up.
- The yearly notice of the State Council's General Office arranges them; where there is none
  yet, the days of art. 2 are assumed and no make-up days.
- 民法典 (in force 2021-01-01) art. 201: the day on which a period begins is not counted.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

OFF = "off"
WORK = "work"
KINDS = {"off": OFF, "放假": OFF, "work": WORK, "上班": WORK}
SATURDAY = 5
ONE_DAY = dt.timedelta(days=1)
YEAR_MARGIN = dt.timedelta(days=7)  # New Year's holiday may reach into the year before
MAX_NAME = 20

# art. 2: days of the solar calendar; the others follow the lunar one (``lunar_days``).
FIXED = {(1, 1): "元旦", (5, 1): "劳动节", (5, 2): "劳动节"}
FIXED |= {(10, day): "国庆节" for day in (1, 2, 3)}
SPRING_FESTIVAL = "春节"
SPRING_OFFSETS = (-1, 0, 1, 2)  # art. 2(2): New Year's Eve to the third day


class BadHolidayNotice(Exception):
    """A notice cannot be used; ``problems`` says why, line by line."""

    def __init__(self, problems: Iterable["Problem"]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class Problem:
    """What is wrong in one line of a notice; line 0 is the notice as a whole."""

    line: int
    text: str

    def __str__(self) -> str:
        return f"第{self.line}行：{self.text}" if self.line else self.text


@dataclass(frozen=True, order=True)
class Day:
    """A day that differs from the ordinary week."""

    date: dt.date
    kind: str
    name: str

    @property
    def is_off(self) -> bool:
        return self.kind == OFF


@dataclass(frozen=True)
class WorkingCalendar:
    """Answers every question about working days; knows the arranged and the assumed years."""

    days: Mapping[dt.date, Day]
    arranged_years: frozenset[int] = frozenset()
    provisional_years: frozenset[int] = field(default=frozenset())

    @cached_property
    def _known_years(self) -> frozenset[int]:
        return self.arranged_years | self.provisional_years

    def special_day(self, day: dt.date) -> Day | None:
        """What a notice says of this day; the fixed holidays where there is no notice."""
        found = self.days.get(day)
        if found is None and day.year not in self._known_years:
            name = FIXED.get((day.month, day.day))
            return Day(day, OFF, name) if name else None
        return found

    def is_working_day(self, day: dt.date) -> bool:
        special = self.special_day(day)
        return not special.is_off if special else day.weekday() < SATURDAY

    def is_provisional(self, day: dt.date) -> bool:
        """Whether the notice of this day's year is still to come."""
        return day.year not in self.arranged_years

    def add_working_days(self, start: dt.date, count: int) -> dt.date:
        """The last day of a period of ``count`` working days; ``start`` is not counted.

        Nought gives ``start`` itself or the next working day; a negative count goes back.
        """
        if count == 0:
            return start if self.is_working_day(start) else self.add_working_days(start, 1)
        step = ONE_DAY if count > 0 else -ONE_DAY
        day, left = start, abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after ``start`` up to and with ``end``; negative backwards."""
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(day) for day in days_of(start + ONE_DAY, end))

    def reason_of(self, day: dt.date) -> str:
        """Why this day is worked or not, in words: 国庆节放假, 调休上班, 周末, 工作日."""
        special = self.special_day(day)
        if special is None:
            return "工作日" if day.weekday() < SATURDAY else "周末"
        text = f"{special.name}放假" if special.is_off else "调休上班"
        return f"{text}（暂定）" if self.is_provisional(day) else text


def days_of(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from first to last, both included."""
    for number in range((last - first).days + 1):
        yield first + dt.timedelta(days=number)


def provisional_days(year: int, lunar: Mapping[str, dt.date]) -> list[Day]:
    """The thirteen days of art. 2 for a year whose notice is still to come."""
    names: dict[dt.date, str] = {}
    for date, name in [*_fixed_days(year), *lunar_days(lunar)]:
        names[date] = f"{names[date]}、{name}" if date in names else name
    return [Day(date, OFF, name) for date, name in sorted(names.items())]


def _fixed_days(year: int) -> list[tuple[dt.date, str]]:
    return [(dt.date(year, month, day), name) for (month, day), name in FIXED.items()]


def lunar_days(festivals: Mapping[str, dt.date]) -> list[tuple[dt.date, str]]:
    """The days off of festivals that follow the moon or the sun's course."""
    spring = festivals[SPRING_FESTIVAL]
    around = [(spring + dt.timedelta(days=offset), SPRING_FESTIVAL) for offset in SPRING_OFFSETS]
    return around + [(day, name) for name, day in festivals.items() if name != SPRING_FESTIVAL]


def checked_days(year: int, days: Iterable[Day], first_line: int = 1) -> list[Day]:
    """The days of one notice in order. Raises BadHolidayNotice naming every line at fault."""
    given = list(days)
    problems = [
        Problem(line, text)
        for line, day in enumerate(given, first_line)
        for text in _faults(year, day)
    ]
    problems += _repetitions(given, first_line) or _omissions(year, given)
    if problems:
        raise BadHolidayNotice(sorted(problems, key=lambda problem: problem.line))
    return sorted(given)


def _faults(year: int, day: Day) -> Iterator[str]:
    opening, closing = dt.date(year, 1, 1), dt.date(year, 12, 31)
    if not opening - YEAR_MARGIN <= day.date <= closing + YEAR_MARGIN:
        yield f"{day.date}不在{year}年。"
    if day.kind not in (OFF, WORK):
        yield f"安排应为 off（放假）或 work（上班），现为“{day.kind}”。"
    elif day.kind == WORK and day.date.weekday() < SATURDAY:
        yield f"{day.date}本来就是工作日，不能列为调休上班。"
    if not 0 < len(day.name) <= MAX_NAME:
        yield f"请写明节日名称，不超过{MAX_NAME}个字。"


def _repetitions(days: list[Day], first_line: int) -> list[Problem]:
    seen: dict[dt.date, int] = {}
    problems = []
    for line, day in enumerate(days, first_line):
        if day.date in seen:
            problems.append(Problem(line, f"{day.date}与第{seen[day.date]}行重复。"))
        seen.setdefault(day.date, line)
    return problems


def _omissions(year: int, days: list[Day]) -> list[Problem]:
    off = {day.date for day in days if day.is_off}
    missing = [f"{month}月{day}日" for month, day in FIXED if dt.date(year, month, day) not in off]
    return [Problem(0, f"缺少法定节日：{'、'.join(missing)}应列为放假。")] if missing else []
