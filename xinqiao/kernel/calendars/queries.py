"""The working calendar and a year of it for the screen."""

import calendar
import datetime as dt
from dataclasses import dataclass

from xinqiao.kernel.calendars import rules
from xinqiao.kernel.calendars.models import CalendarDay, HolidayNotice


def working_calendar() -> rules.WorkingCalendar:
    """All notices as one calendar. Two queries; keep it for as long as one task lasts."""
    years = dict(HolidayNotice.objects.values_list("year", "is_provisional"))
    rows = CalendarDay.objects.values_list("date", "kind", "name")
    return rules.WorkingCalendar(
        days={date: rules.Day(date, kind, name) for date, kind, name in rows},
        arranged_years=frozenset(year for year, assumed in years.items() if not assumed),
        provisional_years=frozenset(year for year, assumed in years.items() if assumed),
    )


@dataclass(frozen=True)
class Square:
    """One day on the sheet of a month; outside the month it has no date."""

    date: dt.date | None = None
    tone: str = ""  # off | work | rest | plain
    mark: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Month:
    """The sheet of one month, Monday first."""

    number: int
    weeks: tuple[tuple[Square, ...], ...]
    working_days: int


def months_of(year: int, known: rules.WorkingCalendar) -> list[Month]:
    """Twelve sheets with every day's arrangement."""
    return [_month(year, number, known) for number in range(1, 13)]


def _month(year: int, number: int, known: rules.WorkingCalendar) -> Month:
    sheet = calendar.Calendar().monthdatescalendar(year, number)
    weeks = tuple(
        tuple(_square(day, known) if day.month == number else Square() for day in week)
        for week in sheet
    )
    worked = sum(known.is_working_day(day) for week in sheet for day in week if day.month == number)
    return Month(number=number, weeks=weeks, working_days=worked)


def _square(day: dt.date, known: rules.WorkingCalendar) -> Square:
    special = known.special_day(day)
    reason = known.reason_of(day)
    if special is not None:
        return Square(day, special.kind, "休" if special.is_off else "班", reason)
    return Square(day, "plain" if known.is_working_day(day) else "rest", "", reason)
