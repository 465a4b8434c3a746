"""Showing personal data in clear: for a reason, so often in an hour, and never without a trace."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import transaction

from xinqiao.kernel.accounts import policies, rules
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.audit.models import AuditEvent, Result
from xinqiao.kernel.vault import fields

UNMASKED = "accounts.unmasked"


def unmask(
    *,
    actor: User,
    record: fields.SealedRecord,
    field: str,
    organisation_id: int | None,
    reason: str,
    now: dt.datetime,
) -> str:
    """A sealed column in clear. The caller has asked the policy of his own package.

    Call it outside a transaction, so that a refusal leaves its trace too.
    Raises rules.UnmaskRefused, cells.BadCell, keys.VaultLocked.
    """
    facts: dict[str, Any] = {"actor": actor, "target": record, "reason": reason, "at": now}
    facts |= {"organisation_id": organisation_id, "after": {"field": field}}
    try:
        with transaction.atomic():
            User.objects.select_for_update().get(pk=actor.pk)
            rules.check_unmask(
                reason=reason,
                times=_times_in_the_last_hour(actor, now),
                limit=settings.XINQIAO_UNMASK_PER_HOUR,
            )
            text = fields.read(record, field)
            audit.record(action=UNMASKED, **facts)
    except rules.UnmaskRefused:
        audit.record(action=UNMASKED, result=Result.REFUSED, **facts)
        raise
    return text


def reveal_phone(*, actor: User, user_id: int, reason: str, now: dt.datetime) -> str:
    """A colleague's phone in clear. Raises PermissionDenied, rules.UnmaskRefused."""
    user = User.objects.get(pk=user_id)
    require(policies.can_reveal_phone(actor, user))
    return unmask(
        actor=actor,
        record=user,
        field="phone",
        organisation_id=user.organisation_id,
        reason=reason,
        now=now,
    )


def _times_in_the_last_hour(actor: User, now: dt.datetime) -> int:
    since = now - dt.timedelta(hours=1)
    acts = AuditEvent.objects.filter(action=UNMASKED, actor=actor, result=Result.OK)
    return acts.filter(at__gt=since).count()
