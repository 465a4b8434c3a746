"""Loading a year's notice."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Q

from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.calendars import builtin, rules
from xinqiao.kernel.calendars.models import CalendarDay, HolidayNotice


@transaction.atomic
def load_holiday_notice(
    *,
    year: int,
    days: Iterable[rules.Day],
    now: dt.datetime,
    actor: Any = None,
    title: str = "",
    issued_date: dt.date | None = None,
    source: str = "",
    is_provisional: bool = False,
) -> HolidayNotice:
    """Put one year's notice in the place of what was there. Raises rules.BadHolidayNotice."""
    checked = rules.checked_days(year, days)
    _refuse_days_of_other_notices(year, checked)
    before = _content(HolidayNotice.objects.filter(year=year).first())
    notice, _created = HolidayNotice.objects.update_or_create(
        year=year,
        defaults={
            "title": title or f"国务院办公厅关于{year}年部分节假日安排的通知",
            "issued_date": issued_date,
            "source": source[:200],
            "is_provisional": is_provisional,
            "loaded_at": now,
            "loaded_by": actor,
        },
    )
    notice.days.all().delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(date=day.date, notice=notice, kind=day.kind, name=day.name) for day in checked
    )
    audit.record(
        action="calendars.notice_loaded",
        actor=actor,
        target=notice,
        at=now,
        before=before,
        after=_content(notice),
    )
    return notice


def load_builtin(now: dt.datetime) -> int:
    """Load the years that come with the software; what an operator loaded stays. How many."""
    loaded = dict(HolidayNotice.objects.values_list("year", "is_provisional"))
    count = 0
    for notice in builtin.notices():
        known = loaded.get(notice.year)
        if known is None or (known and not notice.is_provisional):
            load_holiday_notice(**vars(notice), now=now)
            count += 1
    return count


def _refuse_days_of_other_notices(year: int, days: list[rules.Day]) -> None:
    """A day belongs to one notice; only assumed days of a neighbour may be taken over."""
    dates = [day.date for day in days]
    others = CalendarDay.objects.filter(~Q(notice__year=year), date__in=dates)
    taken = list(others.filter(notice__is_provisional=False).select_related("notice"))
    if taken:
        raise rules.BadHolidayNotice(
            rules.Problem(0, f"{day.date}已由“{day.notice.title}”安排。") for day in taken
        )
    others.delete()


def _content(notice: HolidayNotice | None) -> dict[str, Any] | None:
    if notice is None:
        return None
    rows = notice.days.values_list("date", "kind", "name")
    return {
        "title": notice.title,
        "is_provisional": notice.is_provisional,
        "days": [f"{date} {kind} {name}" for date, kind, name in rows],
    }
