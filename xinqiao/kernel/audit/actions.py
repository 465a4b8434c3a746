"""Writing to the audit trail: inside the transaction of the act."""

import datetime as dt
from typing import Any

from django.db import models

from xinqiao.kernel.audit import context, rules
from xinqiao.kernel.audit.models import AuditEvent, Result

SYSTEM_LABEL = "系统"
ANONYMOUS_LABEL = "未登录"


def record(  # noqa: PLR0913 (the fields of security.md d.4)
    *,
    action: str,
    actor: Any,
    target: models.Model | str | None,
    at: dt.datetime,
    organisation_id: int | None = None,
    before: Any = None,
    after: Any = None,
    reason: str = "",
    result: str = Result.OK,
) -> AuditEvent:
    """Add one event in the caller's transaction. No actor means the system itself.

    Never pass personal data of the protected class: what is written here stays for ever.
    """
    return AuditEvent.objects.create(
        at=at,
        action=action,
        result=result,
        organisation_id=organisation_id,
        before=rules.plain(before),
        after=rules.plain(after),
        reason=rules.clean(reason),
        **_actor_fields(actor),
        **_target_fields(target),
        **vars(context.current()),
    )


def _actor_fields(actor: Any) -> dict[str, Any]:
    if actor is None:
        return {"actor": None, "actor_label": SYSTEM_LABEL}
    if actor.pk is None:
        return {"actor": None, "actor_label": ANONYMOUS_LABEL}
    return {
        "actor": actor,
        "actor_label": rules.clean(str(actor))[: rules.MAX_ACTOR],
        "actor_name": rules.clean(actor.get_username())[: rules.MAX_ACTOR],
        "actor_duties": " ".join(sorted(actor.duty_codes))[: rules.MAX_DUTIES],
        "actor_organisation_id": actor.organisation_id,
    }


def _target_fields(target: models.Model | str | None) -> dict[str, str]:
    label = rules.clean(str(target or ""))[: rules.MAX_LABEL]
    if not isinstance(target, models.Model):
        return {"target_label": label}
    return {
        "target_type": target._meta.label_lower,
        "target_id": "" if target.pk is None else str(target.pk),
        "target_label": label,
    }
