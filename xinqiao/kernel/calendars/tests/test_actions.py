import datetime as dt

import pytest

from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.calendars import actions, queries, reading, rules
from xinqiao.kernel.calendars.models import CalendarDay, HolidayNotice
from xinqiao.kernel.calendars.tests.factories import TABLE_2027

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)


def load_2027(**facts):
    days = reading.read_notice(2027, TABLE_2027)
    return actions.load_holiday_notice(year=2027, days=days, now=NOW, **facts)


def test_built_in_years_are_loaded_once():
    assert actions.load_builtin(NOW) == 8
    assert actions.load_builtin(NOW) == 0
    assert HolidayNotice.objects.filter(is_provisional=True).count() == 5


def test_notice_takes_the_place_of_the_assumed_days():
    actions.load_builtin(NOW)

    load_2027()

    calendar = queries.working_calendar()
    assert calendar.is_working_day(dt.date(2027, 10, 9))
    assert calendar.reason_of(dt.date(2027, 1, 1)) == "元旦放假"
    assert not CalendarDay.objects.filter(date=dt.date(2027, 2, 6)).exists()


def test_what_an_operator_loaded_is_kept_by_the_next_start():
    load_2027(title="自己的通知")

    actions.load_builtin(NOW)

    assert HolidayNotice.objects.get(year=2027).title == "自己的通知"


def test_loading_is_audited_with_what_was_there():
    actions.load_builtin(NOW)

    load_2027()

    event = AuditEvent.objects.latest("pk")
    assert event.action == "calendars.notice_loaded"
    assert event.before["is_provisional"] is True
    assert "2027-10-09 work 国庆节" in event.after["days"]


def test_refused_notice_leaves_everything_as_it_was():
    load_2027()

    with pytest.raises(rules.BadHolidayNotice):
        actions.load_holiday_notice(year=2027, days=[], now=NOW)

    assert CalendarDay.objects.count() == 7
    assert AuditEvent.objects.count() == 1


def test_day_of_a_neighbouring_notice_is_refused():
    new_years_eve = rules.Day(dt.date(2027, 12, 31), "off", "元旦")
    days_2027 = [*reading.read_notice(2027, TABLE_2027), new_years_eve]
    actions.load_holiday_notice(year=2027, days=days_2027, now=NOW)
    off_2028 = [rules.Day(day.date.replace(year=2028), "off", day.name) for day in days_2027[:-1]]

    with pytest.raises(rules.BadHolidayNotice, match="2027-12-31已由"):
        actions.load_holiday_notice(year=2028, days=[*off_2028, new_years_eve], now=NOW)


def test_calendar_is_read_in_two_queries(django_assert_num_queries):
    actions.load_builtin(NOW)

    with django_assert_num_queries(2):
        queries.working_calendar()


def test_year_sheet_marks_holidays_and_worked_weekends():
    actions.load_builtin(NOW)

    october = queries.months_of(2026, queries.working_calendar())[9]

    marks = {s.date.day: s.mark for week in october.weeks for s in week if s.mark}
    assert marks == {1: "休", 2: "休", 3: "休", 4: "休", 5: "休", 6: "休", 7: "休", 10: "班"}
    assert october.working_days == 18
