"""Events: registered, given to a writer, looked at, written, or given up."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.actions.drafts import create_draft
from xinqiao.domains.portal.models import Article, Event, EventCheck
from xinqiao.domains.portal.rules import ContentClass, Kind
from xinqiao.domains.portal.rules import events as rules
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.notifications import actions as notifications
from xinqiao.kernel.sites.models import Column


@transaction.atomic
def register_event(
    *, actor: User, organisation_id: int, column_id: int, now: dt.datetime, **facts: Any
) -> Event:
    """Note an event of one's unit; ``facts`` are the fields of Event that a person fills in.

    Raises PermissionDenied, rules.EventRefused.
    """
    require(policies.can_register_event(actor, organisation_id))
    rules.check_event(facts["title"], facts["place"], facts["attendees"], facts["contact"])
    event = Event.objects.create(
        organisation_id=organisation_id,
        column=Column.objects.open().get(pk=column_id),
        created_by=actor,
        created_at=now,
        target_at=rules.target_at(facts["kind"], facts["starts_at"]),
        **facts,
    )
    _record("event_registered", event, actor, now, after={"title": event.title})
    return event


@transaction.atomic
def assign_event(*, actor: User, event_id: int, writer: User, now: dt.datetime) -> Event:
    """Give it to a writer, who may write in its column for the unit.

    Raises PermissionDenied, rules.EventRefused.
    """
    event = _locked(event_id)
    require(policies.can_assign_event(actor, event))
    rules.check_unwritten(event.state)
    if not policies.can_create(writer, event.column, event.organisation_id):
        raise rules.EventRefused(_("“%s”不是本单位能在这个栏目写稿的信息员。") % writer)
    event.writer = writer
    event.save(update_fields=["writer"])
    _record("event_assigned", event, actor, now, after={"writer": writer.pk})
    text = _("请为“%(title)s”写稿，应于%(due)s前发布") % {
        "title": event.title,
        "due": timezone.localtime(event.target_at).strftime("%m-%d %H:%M"),
    }
    notifications.notify_all(
        [writer],
        kind="portal.event",
        text=text,
        url=f"/manage/events/{event.pk}/",
        now=now,
        once_key=f"portal.event:{event.pk}:{now.isoformat()}",
    )
    return event


@transaction.atomic
def write_event(*, actor: User, event_id: int, now: dt.datetime) -> Article:
    """Begin the draft with what is known. Raises PermissionDenied, rules.EventRefused."""
    event = _locked(event_id)
    require(policies.can_write_event(actor, event))
    rules.check_unwritten(event.state)
    article = create_draft(
        actor=actor,
        column_id=event.column_id,
        organisation_id=event.organisation_id,
        title=event.title,
        body=_known(event),
        kind=_KINDS[rules.Wanted(event.wanted)],
        content_class=ContentClass.SENSITIVE if event.is_sensitive else ContentClass.NEWS,
        now=now,
    )
    event.article, event.writer = article, actor
    event.save(update_fields=["article", "writer"])
    _record("event_written", event, actor, now, after={"article": article.pk})
    return article


@transaction.atomic
def check_event_item(*, actor: User, event_id: int, item: str, now: dt.datetime) -> EventCheck:
    """Note that a person has looked at one item. Raises PermissionDenied, rules.EventRefused."""
    event = _locked(event_id)
    require(policies.can_check_event(actor, event))
    rules.check_open(event.state)
    checked = rules.check_item(event.kind, item)
    row, is_new = EventCheck.objects.get_or_create(
        event=event, item=checked, defaults={"done_by": actor, "done_at": now}
    )
    if is_new:
        _record("event_checked", event, actor, now, after={"item": item})
    return row


@transaction.atomic
def cancel_event(*, actor: User, event_id: int, reason: str, now: dt.datetime) -> Event:
    """Decide that it is not published; a draft stays. Raises as assign_event."""
    event = _locked(event_id)
    require(policies.can_assign_event(actor, event))
    rules.check_open(event.state)
    rules.check_cancel(reason)
    event.cancelled_at, event.cancelled_reason = now, reason.strip()[:300]
    event.save(update_fields=["cancelled_at", "cancelled_reason"])
    _record("event_cancelled", event, actor, now, reason=reason)
    return event


_KINDS = {
    rules.Wanted.NEWS: Kind.NEWS,
    rules.Wanted.PICTURES: Kind.NEWS,
    rules.Wanted.VIDEO: Kind.VIDEO,
    rules.Wanted.NOTICE: Kind.NOTICE,
}


def _known(event: Event) -> str:
    """The facts, as the first lines of the text."""
    when = timezone.localtime(event.starts_at).strftime("%Y年%m月%d日%H:%M")
    lines = ((_("时间"), when), (_("地点"), event.place), (_("参加人员"), event.attendees))
    return "".join(format_html("<p>{}：{}</p>", label, value) for label, value in lines)


def _locked(event_id: int) -> Event:
    rows = Event.objects.select_for_update(of=("self",))
    return rows.select_related("article", "column__site__parent__parent").get(pk=event_id)


def _record(act: str, event: Event, actor: User, now: dt.datetime, **facts: Any) -> None:
    audit.record(
        action=f"portal.{act}",
        actor=actor,
        target=event,
        at=now,
        organisation_id=event.organisation_id,
        **facts,
    )
