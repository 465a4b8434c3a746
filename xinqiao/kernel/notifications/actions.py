"""Telling people, and their reading it."""

import datetime as dt
from collections.abc import Iterable
from functools import partial

from django.db import transaction

from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.notifications.jobs import mail_notification
from xinqiao.kernel.notifications.models import Notification


def notify(
    *, user: User, kind: str, text: str, url: str, now: dt.datetime, once_key: str = ""
) -> None:
    """Leave a message for one person; one with the same ``once_key`` only once.

    Who has an e-mail address gets a copy by a job, after the transaction.
    """
    message = Notification(
        user=user, kind=kind, text=text[:500], url=url, created_at=now, once_key=once_key
    )
    if once_key:
        if Notification.objects.filter(user=user, once_key=once_key).exists():
            return
        Notification.objects.bulk_create([message], ignore_conflicts=True)
        message = Notification.objects.get(user=user, once_key=once_key)
    else:
        message.save(force_insert=True)
    if user.email:
        jobs.enqueue(mail_notification, message.pk, once_key=f"notifications.mail:{message.pk}")


def notify_all(
    people: Iterable[User | None],
    *,
    kind: str,
    text: str,
    url: str,
    now: dt.datetime,
    once_key: str = "",
) -> None:
    """Leave each of these people one message, once the transaction is through."""
    for user in {person.pk: person for person in people if person is not None}.values():
        transaction.on_commit(
            partial(notify, user=user, kind=kind, text=text, url=url, now=now, once_key=once_key)
        )


def tell_owner(user: User, text: str, now: dt.datetime) -> None:
    """What was done to his account, with the page on which he sees to it."""
    notify(user=user, kind="accounts", text=text, url="/manage/me/", now=now)


def mark_read(*, actor: User, notification_id: int, now: dt.datetime) -> Notification:
    """Note that the reader saw one of his messages. Raises Notification.DoesNotExist."""
    message = Notification.objects.visible_to(actor).get(pk=notification_id)
    Notification.objects.unread().filter(pk=message.pk).update(read_at=now)
    return message


def mark_all_read(*, actor: User, now: dt.datetime) -> int:
    """Note that the reader saw all his messages. Returns how many were new."""
    return Notification.objects.visible_to(actor).unread().update(read_at=now)
