"""Reading a duty roster from pasted lines: a day and a name on each."""

import datetime as dt
import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

ROSTER_DAYS = 400  # nobody plans further ahead
MAX_LINES = 500
_LINE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?[\s,，;；:：]+(\S.*)")


class RosterRefused(ValueError):
    """A line of the roster cannot be read or names nobody; the message says which, in Chinese."""


@dataclass(frozen=True)
class RosterLine:
    """Who is on duty on a day, by the name that was written."""

    number: int
    day: dt.date
    name: str


def read_roster(text: str, *, today: dt.date) -> list[RosterLine]:
    """The lines of a pasted roster; empty ones are left out. Raises RosterRefused."""
    kept = [(number, line.strip()) for number, line in enumerate(text.splitlines(), start=1)]
    lines = [_read(number, line, today) for number, line in kept if line]
    if not lines or len(lines) > MAX_LINES:
        raise RosterRefused(_("请填写1至%d行。") % MAX_LINES)
    days: set[dt.date] = set()
    for line in lines:
        if line.day in days:
            raise RosterRefused(_("第%(line)d行：%(day)s重复。") % _facts(line.number, line.day))
        days.add(line.day)
    return lines


def _read(number: int, line: str, today: dt.date) -> RosterLine:
    found = _LINE.fullmatch(line)
    if found is None:
        raise RosterRefused(
            _("第%(line)d行读不懂，请写成“2026-11-25 张三”：%(text)s")
            % {"line": number, "text": line[:40]}
        )
    year, month, day = (int(part) for part in found.groups()[:3])
    try:
        date = dt.date(year, month, day)
    except ValueError as error:
        raise RosterRefused(_("第%d行：没有这一天。") % number) from error
    if not today <= date <= today + dt.timedelta(days=ROSTER_DAYS):
        raise RosterRefused(_("第%(line)d行：%(day)s已过去或太远。") % _facts(number, date))
    return RosterLine(number, date, found[4].strip())


def _facts(number: int, day: dt.date) -> dict[str, object]:
    return {"line": number, "day": day.isoformat()}
