"""What waits for a person: each package registers a source, the home page asks them all."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

WARNING = dt.timedelta(days=2)


class Lamp(StrEnum):
    """How urgent: shown as a shape with a word, never by colour alone."""

    GREEN = "green"
    YELLOW = "yellow"
    RED = "red"
    PAUSED = "paused"


class Group(StrEnum):
    """Under which heading of the home page an item stands."""

    WAITING = "waiting"
    RETURNED = "returned"
    DRAFTS = "drafts"
    PUBLISHED = "published"


@dataclass(frozen=True)
class TodoItem:
    """One thing for the person who asks; ``since`` and ``due`` are moments."""

    label: str
    title: str
    url: str
    since: dt.datetime
    due: dt.datetime | None = None
    state: str = ""
    site: str = ""
    note: str = ""
    group: Group = Group.WAITING
    warning: dt.timedelta = WARNING

    def lamp(self, now: dt.datetime) -> Lamp:
        """The lamp of its due moment; green when there is none."""
        return lamp_at(self.due, self.warning, now)


def lamp_at(due: dt.datetime | None, warning: dt.timedelta, now: dt.datetime) -> Lamp:
    """Red when overdue, yellow within ``warning`` of it, else green."""
    if due is None:
        return Lamp.GREEN
    if now > due:
        return Lamp.RED
    return Lamp.YELLOW if due - now <= warning else Lamp.GREEN


Source = Callable[[Any], Iterable[TodoItem]]

_sources: list[Source] = []


def register_source(source: Source) -> None:
    """Let ``source(user)`` say what it has for a person."""
    if source not in _sources:
        _sources.append(source)


def items_for(user: Any) -> dict[Group, list[TodoItem]]:
    """All items by group: what is due first stands first, then what has waited longest."""
    found: dict[Group, list[TodoItem]] = {group: [] for group in Group}
    for source in _sources:
        for item in source(user):
            found[item.group].append(item)
    latest = dt.datetime.max.replace(tzinfo=dt.UTC)
    for items in found.values():
        items.sort(key=lambda item: (item.due or latest, item.since))
    found[Group.PUBLISHED].reverse()
    return found
