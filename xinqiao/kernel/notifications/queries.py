"""Answers about messages."""

from collections.abc import Sequence
from dataclasses import dataclass

from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.notifications.models import Notification

PER_PAGE = 30


@dataclass(frozen=True)
class Page:
    """Messages, the latest first, and the key at which the next page begins (0: none)."""

    rows: Sequence[Notification]
    before: int


def page_of(user: User, *, before: int = 0) -> Page:
    """A person's own messages, older than a key. One query."""
    rows = Notification.objects.visible_to(user).order_by("-pk")
    if before:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PER_PAGE + 1])
    shown = found[:PER_PAGE]
    return Page(shown, before=shown[-1].pk if len(found) > PER_PAGE else 0)


def unread_count(user: User) -> int:
    """How many messages a person has not seen."""
    return Notification.objects.visible_to(user).unread().count()
