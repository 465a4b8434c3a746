"""Telling people, and their reading it."""

import datetime as dt

from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.notifications.models import Notification


def notify(
    *, user: User, kind: str, text: str, url: str, now: dt.datetime, once_key: str = ""
) -> None:
    """Leave a message for one person; one with the same ``once_key`` only once."""
    message = Notification(
        user=user, kind=kind, text=text[:500], url=url, created_at=now, once_key=once_key
    )
    Notification.objects.bulk_create([message], ignore_conflicts=True)


def mark_read(*, actor: User, notification_id: int, now: dt.datetime) -> None:
    """Note that the reader saw one of his messages. Raises Notification.DoesNotExist."""
    message = Notification.objects.visible_to(actor).get(pk=notification_id)
    Notification.objects.unread().filter(pk=message.pk).update(read_at=now)


def mark_all_read(*, actor: User, now: dt.datetime) -> int:
    """Note that the reader saw all his messages. Returns how many were new."""
    return Notification.objects.visible_to(actor).unread().update(read_at=now)
