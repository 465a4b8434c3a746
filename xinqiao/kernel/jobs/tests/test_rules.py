import datetime as dt

import pytest

from xinqiao.kernel.jobs import rules

CHINA = dt.timezone(dt.timedelta(hours=8))
NOON = dt.datetime(2026, 11, 24, 12, 5, 30, tzinfo=CHINA)  # a Tuesday


@pytest.mark.parametrize(
    ("attempts", "seconds"),
    [(1, 15), (2, 60), (3, 240), (4, 960), (5, 3600), (60, 3600)],
)
def test_each_failure_waits_longer_up_to_an_hour(attempts, seconds):
    assert rules.wait_seconds(attempts) == seconds


def test_a_job_is_given_up_after_six_attempts():
    assert rules.may_try_again(5)
    assert not rules.may_try_again(6)


@pytest.mark.parametrize(
    ("line", "latest"),
    [
        pytest.param("* * * * *", dt.datetime(2026, 11, 24, 12, 5), id="every minute"),
        pytest.param("*/15 * * * *", dt.datetime(2026, 11, 24, 12, 0), id="every quarter"),
        pytest.param("30 8 * * *", dt.datetime(2026, 11, 24, 8, 30), id="this morning"),
        pytest.param("30 18 * * *", dt.datetime(2026, 11, 23, 18, 30), id="last evening"),
        pytest.param("5,50 9-17 * * *", dt.datetime(2026, 11, 24, 12, 5), id="list and range"),
        pytest.param("0 3 * * 0", dt.datetime(2026, 11, 22, 3, 0), id="last Sunday"),
        pytest.param("0 3 1 * *", dt.datetime(2026, 11, 1, 3, 0), id="first of the month"),
        pytest.param("0 0 29 2 *", dt.datetime(2024, 2, 29, 0, 0), id="leap day"),
    ],
)
def test_latest_due_moment(line, latest):
    assert rules.parse(line).latest(NOON) == latest.replace(tzinfo=CHINA)


@pytest.mark.parametrize(
    "line",
    ["", "* * * *", "61 * * * *", "* 24 * * *", "a * * * *", "*/0 * * * *", "5-1 * * * *"],
)
def test_a_line_that_is_not_cron_is_refused(line):
    with pytest.raises(rules.BadSchedule):
        rules.parse(line)


def test_a_day_that_never_comes_is_refused():
    with pytest.raises(rules.BadSchedule):
        rules.parse("0 0 31 2 *").latest(NOON)
