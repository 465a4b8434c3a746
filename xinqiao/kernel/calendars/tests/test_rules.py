import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kernel.calendars import builtin, rules
from xinqiao.kernel.calendars.rules import Day

D = dt.date
_BUILTIN = list(builtin.notices())
CALENDAR = rules.WorkingCalendar(
    days={day.date: day for notice in _BUILTIN for day in notice.days},
    arranged_years=frozenset(n.year for n in _BUILTIN if not n.is_provisional),
    provisional_years=frozenset(n.year for n in _BUILTIN if n.is_provisional),
)
days = st.dates(D(2023, 6, 1), D(2034, 12, 31))
counts = st.integers(1, 80)


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        pytest.param(D(2026, 3, 2), 5, D(2026, 3, 9), id="one plain week"),
        pytest.param(D(2026, 9, 21), 7, D(2026, 10, 8), id="over two holidays"),
        pytest.param(D(2026, 9, 18), 1, D(2026, 9, 20), id="a worked Sunday counts"),
        pytest.param(D(2026, 9, 30), 1, D(2026, 10, 8), id="after National Day"),
        pytest.param(D(2026, 2, 15), 5, D(2026, 2, 28), id="received on a holiday"),
        pytest.param(D(2026, 10, 8), -1, D(2026, 9, 30), id="a reminder the day before"),
        pytest.param(D(2026, 10, 1), 0, D(2026, 10, 8), id="nought moves off a holiday"),
        pytest.param(D(2026, 10, 8), 0, D(2026, 10, 8), id="nought keeps a working day"),
    ],
)
def test_period_ends_on_the_day_the_notice_gives(start, count, due):
    assert CALENDAR.add_working_days(start, count) == due


@given(days, counts)
def test_counting_back_what_was_added_gives_the_same_number(start, count):
    end = CALENDAR.add_working_days(start, count)

    assert CALENDAR.working_days_between(start, end) == count
    assert CALENDAR.working_days_between(end, start) == -count


@given(days, st.integers(-80, 80))
def test_period_never_ends_on_a_day_off(start, count):
    assert CALENDAR.is_working_day(CALENDAR.add_working_days(start, count))


@given(days, days, counts)
def test_later_start_never_ends_earlier(one, other, count):
    first, second = sorted((one, other))

    assert CALENDAR.add_working_days(first, count) <= CALENDAR.add_working_days(second, count)


@given(days, counts, counts)
def test_two_periods_after_one_another_are_as_long_as_their_sum(start, one, other):
    middle = CALENDAR.add_working_days(start, one)

    assert CALENDAR.add_working_days(middle, other) == CALENDAR.add_working_days(start, one + other)


@given(days, days, days)
def test_distances_add_up(one, two, three):
    a, b, c = sorted((one, two, three))
    between = CALENDAR.working_days_between

    assert between(a, b) + between(b, c) == between(a, c)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (D(2026, 10, 1), "国庆节放假"),
        (D(2026, 9, 20), "调休上班"),
        (D(2026, 9, 19), "周末"),
        (D(2026, 9, 21), "工作日"),
        (D(2027, 2, 5), "春节放假（暂定）"),
        (D(2040, 5, 2), "劳动节放假（暂定）"),
        (D(2040, 10, 4), "工作日"),
    ],
)
def test_reason_of_a_day_is_told_in_words(day, reason):
    assert CALENDAR.reason_of(day) == reason


@pytest.mark.parametrize(
    ("year", "off", "work"), [(2024, 30, 8), (2025, 28, 5), (2026, 33, 6)], ids=str
)
def test_notices_hold_as_many_days_as_were_announced(year, off, work):
    notice = next(n for n in _BUILTIN if n.year == year)

    assert sum(day.is_off for day in notice.days) == off
    assert sum(not day.is_off for day in notice.days) == work


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_arranged_year_has_as_many_working_days_as_the_law_leaves(year):
    """Make-up days only move rest: weekdays minus the statutory days that fall on them."""
    statutory = 11 if year == 2024 else 13
    days = list(rules.days_of(D(year, 1, 1), D(year, 12, 31)))
    rest = sum(day.weekday() >= rules.SATURDAY for day in days)
    worked = sum(CALENDAR.is_working_day(day) for day in days)

    assert abs(worked - (len(days) - rest - statutory)) <= 1  # New Year may lie across years


@pytest.mark.parametrize("year", range(2027, 2032))
def test_year_to_be_arranged_has_the_thirteen_days_of_the_law(year):
    notice = next(n for n in _BUILTIN if n.year == year)
    holidays = sum(len(day.name.split("、")) for day in notice.days)

    assert holidays == 13
    assert notice.is_provisional


def test_two_festivals_on_one_day_are_both_named():
    assert CALENDAR.reason_of(D(2028, 10, 3)) == "国庆节、中秋节放假（暂定）"


FIXED = [D(2030, month, day) for month, day in rules.FIXED]


@pytest.mark.parametrize(
    ("extra", "line", "words"),
    [
        pytest.param(Day(D(2031, 6, 1), "off", "儿童节"), 7, "不在2030年", id="another year"),
        pytest.param(Day(D(2030, 6, 1), "maybe", "儿童节"), 7, "安排应为", id="unknown kind"),
        pytest.param(Day(D(2030, 6, 3), "work", "端午节"), 7, "本来就是工作日", id="a Monday"),
        pytest.param(Day(D(2030, 6, 1), "off", ""), 7, "节日名称", id="no name"),
        pytest.param(Day(D(2030, 10, 1), "off", "国庆节"), 7, "第4行重复", id="twice"),
    ],
)
def test_faulty_line_of_a_notice_is_named(extra, line, words):
    days = [Day(day, "off", "节日") for day in FIXED] + [extra]

    with pytest.raises(rules.BadHolidayNotice) as refused:
        rules.checked_days(2030, days)

    assert [problem.line for problem in refused.value.problems] == [line]
    assert words in str(refused.value)


def test_notice_without_national_day_is_refused():
    days = [Day(day, "off", "节日") for day in FIXED if day.month != 10]

    with pytest.raises(rules.BadHolidayNotice, match="10月1日、10月2日、10月3日"):
        rules.checked_days(2030, days)
