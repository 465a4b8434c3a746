"""Writing the audit trail: inside the transaction of the act, or not at all."""

import datetime as dt
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import models

from xinqiao.kernel.audit.context import current
from xinqiao.kernel.audit.models import AuditEvent

Actor = AbstractBaseUser | AnonymousUser | None
SYSTEM = "系统"


def record(  # noqa: PLR0913 (the fields of security.md d.4)
    *,
    action: str,
    actor: Actor,
    target: models.Model | str,
    at: dt.datetime,
    organisation_id: int | None = None,
    before: Any = None,
    after: Any = None,
    reason: str = "",
    result: str = "ok",
) -> AuditEvent:
    """Insert one event. Never pass personal data of citizens or secrets in before/after."""
    event = build(
        action=action, actor=actor, target=target, at=at, reason=reason, result=result,
        organisation_id=organisation_id, before=before, after=after,
    )  # fmt: skip
    event.save(force_insert=True)
    return event


def build(  # noqa: PLR0913 (the fields of security.md d.4)
    *,
    action: str,
    actor: Actor,
    target: models.Model | str,
    at: dt.datetime,
    organisation_id: int | None = None,
    before: Any = None,
    after: Any = None,
    reason: str = "",
    result: str = "ok",
) -> AuditEvent:
    """Make an event for a bulk insert of the caller's."""
    context = current()
    person = actor if isinstance(actor, AbstractBaseUser) and actor.pk else None
    return AuditEvent(
        at=at,
        actor_id=person.pk if person else None,
        actor_label=str(person)[:80] if person else SYSTEM,
        organisation_id=organisation_id,
        action=action,
        target_type=target._meta.label_lower if isinstance(target, models.Model) else "text",
        target_id=str(target.pk) if isinstance(target, models.Model) else "",
        target_label=str(target)[:200],
        before=_plain(before),
        after=_plain(after),
        reason=reason,
        result=result,
        request_id=context.request_id,
        address=context.address,
        session_digest=context.session_digest,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    return str(value)
