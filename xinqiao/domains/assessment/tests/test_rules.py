"""The lines of the inspection, as the indicators of 2019 draw them."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.assessment import rules
from xinqiao.domains.assessment.rules import (
    STANDARDS,
    Access,
    ColumnFact,
    ColumnState,
    Defect,
    Group,
    Lamp,
    Level,
    Veto,
)

TODAY = dt.date(2026, 11, 24)
GROUPS = {"动态要闻": Group.NEWS, "通知公告": Group.NOTICE}


def ago(days):
    return TODAY - dt.timedelta(days=days)


def column(number, *, below=None, kind="动态要闻", dynamic=True, online=3, updated=0):
    path = f"{below.tree_path if below else '/'}{number}/"
    day = None if updated is None else ago(updated)
    return ColumnFact(number, path, kind, dynamic, online, day)


def states(*columns):
    found = rules.states_of(columns, groups=GROUPS, standards=STANDARDS, today=TODAY)
    return {state.column: (state.defect, state.level) for state in found}


@pytest.mark.parametrize(
    ("days", "level"),
    [
        pytest.param(0, None, id="updated today"),
        pytest.param(6, None, id="eight days left"),
        pytest.param(7, Level.AHEAD, id="the line is a week away"),
        pytest.param(9, Level.AHEAD, id="the day before the warning"),
        pytest.param(10, Level.WARNED, id="at the warning line"),
        pytest.param(14, Level.WARNED, id="two weeks, still in order"),
        pytest.param(15, Level.FAILED, id="more than two weeks"),
    ],
)
def test_news_must_be_renewed_within_two_weeks(days, level):
    assert states(column(1, updated=days)) == {1: (Defect.STALE_NEWS, level)}


@pytest.mark.parametrize(
    ("kind", "days", "expected"),
    [
        ("通知公告", 180, (Defect.STALE_NOTICE, Level.WARNED)),
        ("通知公告", 181, (Defect.STALE_NOTICE, Level.FAILED)),
        ("人事信息", 365, (Defect.STALE_OTHER, Level.WARNED)),
        ("人事信息", 366, (Defect.STALE_OTHER, Level.FAILED)),
        ("", 366, (Defect.STALE_OTHER, Level.FAILED)),
    ],
)
def test_notices_have_six_months_and_the_others_a_year(kind, days, expected):
    assert states(column(1, kind=kind, updated=days)) == {1: expected}


def test_a_column_without_anything_is_blank_and_not_stale_as_well():
    assert states(column(1, online=0, updated=None)) == {1: (Defect.BLANK, Level.FAILED)}


def test_a_static_column_may_stay_as_it_is_but_not_blank():
    assert states(column(1, dynamic=False, updated=900)) == {}
    assert states(column(1, dynamic=False, online=0)) == {1: (Defect.BLANK, Level.FAILED)}


def test_a_parent_without_texts_of_its_own_is_neither_blank_nor_stale():
    above = column(1, online=0, updated=None)

    assert states(above, column(2, below=above, updated=20)) == {
        2: (Defect.STALE_NEWS, Level.FAILED)
    }


def test_a_parent_is_as_fresh_as_what_stands_below_it():
    above = column(1, updated=30)

    assert states(above, column(2, below=above, updated=1))[1] == (Defect.STALE_NEWS, None)


def test_a_child_without_a_type_has_its_parents():
    above = column(1, online=0, updated=None)

    assert states(above, column(2, below=above, kind="", updated=15)) == {
        2: (Defect.STALE_NEWS, Level.FAILED)
    }


def test_of_notices_only_the_first_level_counts():
    above = column(1, kind="通知公告", online=0, updated=None)
    old, new = column(2, below=above, kind="", updated=300), column(3, below=above, updated=2)
    new = replace(new, column_type="通知公告")

    assert states(above, old, new) == {1: (Defect.STALE_NOTICE, None)}


def test_a_notice_column_below_one_of_another_kind_is_a_first_level_of_its_own():
    area = column(1, kind="概况信息", online=0, updated=None)

    assert states(area, column(2, below=area, kind="通知公告", updated=200)) == {
        2: (Defect.STALE_NOTICE, Level.FAILED)
    }


def test_a_notice_column_whose_parent_is_closed_stands_alone():
    orphan = ColumnFact(2, "/1/2/", "通知公告", True, 1, ago(200))

    assert states(orphan) == {2: (Defect.STALE_NOTICE, Level.FAILED)}


def test_what_is_online_without_a_day_cannot_be_judged():
    assert states(column(1, updated=None)) == {}


@given(st.integers(0, 500), st.integers(1, 400), st.integers(1, 400))
def test_a_level_only_rises_with_the_days(days, limit, warning):
    order = [None, Level.AHEAD, Level.WARNED, Level.FAILED]
    lines = {"limit": limit, "warning": min(warning, limit), "today": TODAY}

    one, due = rules.level_of(ago(days), **lines)
    later, _due = rules.level_of(ago(days + 1), **lines)

    assert order.index(later) >= order.index(one)
    assert (one == Level.FAILED) == (due < TODAY)


@pytest.mark.parametrize(
    ("days", "lamp"), [(0, Lamp.GREEN), (9, Lamp.GREEN), (10, Lamp.YELLOW), (15, Lamp.RED)]
)
def test_a_home_page_must_change_within_two_weeks(days, lamp):
    measure = rules.home([ago(days), ago(400)], STANDARDS, TODAY)

    assert (measure.lamp, measure.due) == (lamp, ago(days - 14))


def test_a_site_that_never_published_fails():
    assert rules.home([], STANDARDS, TODAY).lamp == Lamp.RED


def state(defect, level=Level.FAILED, due=None):
    return ColumnState(1, defect, level, None, due)


@pytest.mark.parametrize(
    ("defects", "lamp"),
    [
        ({}, Lamp.GREEN),
        ({Defect.BLANK: 2}, Lamp.GREEN),
        ({Defect.BLANK: 3}, Lamp.YELLOW),
        ({Defect.BLANK: 5}, Lamp.RED),
        ({Defect.STALE_NEWS: 2, Defect.STALE_NOTICE: 2}, Lamp.YELLOW),
        ({Defect.STALE_NEWS: 2, Defect.STALE_NOTICE: 3}, Lamp.RED),
        ({Defect.STALE_OTHER: 9}, Lamp.YELLOW),
        ({Defect.STALE_OTHER: 10}, Lamp.RED),
        ({Defect.BLANK: 4, Defect.STALE_NEWS: 4, Defect.STALE_OTHER: 9}, Lamp.YELLOW),
    ],
)
def test_too_many_stale_or_blank_columns_fail_the_site(defects, lamp):
    found = [state(defect) for defect, count in defects.items() for _each in range(count)]

    assert rules.columns(found, STANDARDS, TODAY).lamp == lamp


def test_the_veto_falls_on_the_day_when_the_fifth_column_is_stale():
    dues = [ago(3), ago(-1), ago(-2), ago(-6), ago(-9), ago(-20)]
    found = [state(Defect.STALE_NEWS, Level.AHEAD, due) for due in dues]

    assert rules.columns(found, STANDARDS, TODAY).due == ago(-9)


@pytest.mark.parametrize(
    ("week", "lamp"),
    [
        (Access(), Lamp.GREY),
        (Access(1000, 0, 24), Lamp.GREEN),
        (Access(1000, 29, 24), Lamp.GREEN),
        (Access(1000, 30, 24), Lamp.YELLOW),
        (Access(1000, 50, 24), Lamp.RED),
    ],
)
def test_one_visit_in_twenty_in_vain_fails_the_site(week, lamp):
    assert rules.access(week, STANDARDS).lamp == lamp


def test_too_few_visits_are_said():
    assert "不足20次" in rules.access(Access(100, 0, 19), STANDARDS).detail
    assert "不足" not in rules.access(Access(100, 0, 20), STANDARDS).detail
    assert Access().failed_percent == 0


def test_what_nobody_measures_is_grey_and_not_green():
    assert rules.counted(Veto.REPLIES, {}, STANDARDS, measured=False).lamp == Lamp.GREY


@pytest.mark.parametrize(
    ("counts", "lamp", "detail"),
    [
        ({"poor_guides": 0}, Lamp.GREEN, "没有发现问题"),
        ({"poor_guides": 3}, Lamp.YELLOW, "要素缺失的办事指南3"),
        ({"poor_guides": 5}, Lamp.RED, "要素缺失的办事指南5"),
    ],
)
def test_what_is_counted_is_held_against_its_lines(counts, lamp, detail):
    measure = rules.counted(Veto.SERVICES, counts, STANDARDS, measured=True)

    assert (measure.lamp, measure.detail) == (lamp, detail)


def test_the_worst_lamp_stands_for_the_whole():
    assert rules.worst([Lamp.GREY, Lamp.GREEN]) == Lamp.GREEN
    assert rules.worst([Lamp.GREEN, Lamp.RED, Lamp.YELLOW]) == Lamp.RED
    assert rules.worst([]) == Lamp.GREY


@pytest.mark.parametrize(
    ("code", "limit", "warning", "accepted"),
    [
        ("home_days", 14, 14, True),
        ("home_days", 1, 1, True),
        ("home_days", 0, 1, False),
        ("home_days", 3661, 1, False),
        ("home_days", 14, 15, False),
        ("home_days", 14, 0, False),
        ("failed_percent", 100, 3, True),
        ("failed_percent", 101, 3, False),
    ],
)
def test_lines_must_make_sense(code, limit, warning, accepted):
    standard = replace(STANDARDS[code], limit=limit, warning=warning)

    if accepted:
        rules.check_lines(standard)
    else:
        with pytest.raises(rules.BadStandard):
            rules.check_lines(standard)


def test_every_veto_has_a_standard_and_every_usual_line_makes_sense():
    assert {standard.veto for standard in STANDARDS.values()} == set(Veto)
    for standard in STANDARDS.values():
        rules.check_lines(standard)
