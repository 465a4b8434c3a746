"""Visits are counted in memory and left in files; nothing is known of the visitor."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.kernel.press import visits

DAY = dt.date(2026, 11, 24)
BROWSER = "Mozilla/5.0 (X11; Linux x86_64)"


@pytest.fixture
def place(tmp_path, settings):
    settings.XINQIAO_DATA = tmp_path
    return tmp_path / "visits"


def test_many_visits_are_one_file(place):
    spool = visits.Spool(place)
    for _visit in range(1000):
        spool.note("/news/", DAY)
    assert not place.exists()

    spool.flush()
    spool.flush()

    [(path, counts)] = visits.waiting()
    assert counts == {(DAY, "/news/"): 1000}
    assert path.suffix == ".jsonl"


def test_counts_do_not_wait_for_ever(place):
    spool = visits.Spool(place)
    spool.flushed_at -= visits.SECONDS
    spool.note("/", DAY)
    for number in range(visits.MOST_PAGES):
        spool.note(f"/{number}/", DAY)

    assert len(list(visits.waiting())) == 2


def test_file_that_cannot_be_read_counts_what_can(place):
    place.mkdir()
    (place / "x.jsonl").write_text('["2026-11-24", "/a/", 2]\nnonsense\n[1]\n{}\n["x","y",1]')

    [(_path, counts)] = visits.waiting()

    assert counts == {(DAY, "/a/"): 2}


@pytest.mark.parametrize(
    ("agent", "human"),
    [(BROWSER, True), ("Baiduspider/2.0", False), ("", False), ("curl/8", False)],
)
def test_who_calls_itself_a_machine_is_not_counted(agent, human):
    assert visits.is_human(agent) is human


def test_access_log_gives_visits_of_pages_by_people():
    def line(status=200, method="GET", path="/news/", agent=BROWSER):
        stamp = "2026-11-24T08:00:00+08:00"
        return f'{stamp} {status} {method} www.example.gov.cn "{path}" "{agent}"\n'

    lines = [
        line(),
        line(status=304, path="/content/2026/11/7.html"),
        line(status=404),
        line(method="HEAD"),
        line(path="/static/a.css"),
        line(agent="Googlebot"),
        "nonsense\n",
    ]

    assert list(visits.in_log(lines)) == [
        ("2026-11-24", "www.example.gov.cn", "/news/"),
        ("2026-11-24", "www.example.gov.cn", "/content/2026/11/7.html"),
    ]


@given(st.text())
def test_any_line_of_a_log_is_answered(text):
    list(visits.in_log([text]))
