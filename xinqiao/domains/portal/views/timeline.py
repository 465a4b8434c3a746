"""What happened to an article, from the audit trail, in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article
from xinqiao.kernel.audit.models import AuditEvent

LIMIT = 60
SAVED = "portal.article_saved"
PASSED = "portal.step_passed"


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    at: dt.datetime
    who: str
    label: Any
    reason: str = ""


def events_of(article: Article) -> list[Happening]:
    """The newest first; savings in a row by one person are one line."""
    rows = AuditEvent.objects.filter(
        target_type=article._meta.label_lower, target_id=str(article.pk), result="ok"
    ).order_by("-id")[:LIMIT]
    found: list[Happening] = []
    for row in rows:
        happening = Happening(row.at, row.actor_label, _label(row), row.reason)
        last = found[-1] if found else None
        is_again = last is not None and row.action == SAVED and last.label == happening.label
        if not (is_again and last is not None and last.who == happening.who):
            found.append(happening)
    return found


def _label(event: AuditEvent) -> Any:
    """What was done; the step for a step that was passed."""
    label = rules.HAPPENINGS.get(event.action, event.action)
    if event.action == PASSED and event.after:
        step = str(event.after.get("step", ""))
        if step in rules.Stage.values:
            return f"{label}（{str(rules.Stage(step).label).removeprefix('待')}）"
    return label
