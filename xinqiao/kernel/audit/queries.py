"""Reading and verifying the trail."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from xinqiao.kernel.audit import verification
from xinqiao.kernel.audit.models import AuditEvent

verify = verification.verify


@dataclass(frozen=True)
class Wanted:
    """What the auditor looks for; empty fields ask for nothing."""

    word: str = ""
    action: str = ""
    result: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    target_type: str = ""
    target_id: str = ""

    def conditions(self) -> dict[str, Any]:
        """The fields that are asked for, as lookups."""
        given = {
            "action__startswith": self.action,
            "result": self.result,
            "at__date__gte": self.since,
            "at__date__lte": self.until,
            "target_type": self.target_type,
            "target_id": self.target_id,
        }
        return {lookup: value for lookup, value in given.items() if value}


def events(wanted: Wanted) -> QuerySet[AuditEvent]:
    """The events that fit, newest first."""
    rows = AuditEvent.objects.filter(**wanted.conditions()).order_by("-pk")
    if wanted.word:
        people = Q(actor_label__icontains=wanted.word) | Q(actor_name__icontains=wanted.word)
        rows = rows.filter(people | Q(target_label__icontains=wanted.word))
    return rows


@dataclass(frozen=True)
class Page:
    """One page of events; ``older`` is the id below which the next one begins."""

    rows: list[AuditEvent]
    older: int | None


def page_of(rows: QuerySet[AuditEvent], below: int | None, size: int) -> Page:
    """The events below an id, found by the primary key however deep they lie."""
    found = list((rows.filter(pk__lt=below) if below else rows)[: size + 1])
    return Page(found[:size], found[size - 1].pk if len(found) > size else None)
