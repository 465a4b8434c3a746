"""The to-do list: what is due first stands first, and a lamp is never colour alone."""

import datetime as dt

import pytest

from xinqiao.kernel.ui import todo
from xinqiao.kernel.ui.templatetags.workbench import LAMPS, lamp

NOW = dt.datetime(2026, 11, 24, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def _item(title, *, since=NOW, due=None):
    return todo.TodoItem(label="待审核", title=title, url="/", since=since, due=due)


def test_due_first_then_longest_waiting(monkeypatch):
    items = [
        _item("new"),
        _item("old", since=NOW - 9 * DAY),
        _item("due late", due=NOW + 5 * DAY),
        _item("due soon", due=NOW + DAY),
    ]
    monkeypatch.setattr(todo, "_sources", [lambda user: items])

    found = todo.items_for(object())[todo.Group.WAITING]

    assert [item.title for item in found] == ["due soon", "due late", "old", "new"]


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        pytest.param(None, "green", id="nothing due"),
        pytest.param(NOW + 9 * DAY, "green", id="far away"),
        pytest.param(NOW + DAY, "yellow", id="in the last days"),
        pytest.param(NOW - DAY, "red", id="overdue"),
    ],
)
def test_lamp_says_its_state_in_words(due, expected):
    shown = lamp(_item("x", due=due), NOW)

    assert LAMPS[expected][1] in shown


def test_lamps_differ_in_shape():
    assert len({shape for shape, _word in LAMPS.values()}) == len(LAMPS)
