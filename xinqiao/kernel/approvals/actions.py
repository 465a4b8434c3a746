"""Writing approvals: somebody passes a step; an edit or a return voids what was passed."""

import datetime as dt
from collections.abc import Collection
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.approvals import rules
from xinqiao.kernel.approvals.models import Approval


class AlreadyPassed(ValueError):
    """The step of this content has been passed; the message says so, in Chinese."""


@transaction.atomic
def pass_step(
    *,
    content: rules.Content,
    step: str,
    actor: Any,
    organisation_id: int,
    now: dt.datetime,
    decision: str = rules.Decision.PASSED,
    basis: str = "",
    opinion: str = "",
) -> Approval:
    """Record that ``actor`` passed exactly this content. The caller holds the target's lock.

    Raises AlreadyPassed.
    """
    taken = Approval.objects.of(content.target_type, content.target_id).standing()
    if taken.filter(content_hash=content.content_hash, step=step).exists():
        raise AlreadyPassed(_("这一环节已经办过。"))
    return Approval.objects.create(
        **asdict(content),
        step=step,
        actor=actor,
        organisation_id=organisation_id,
        decision=decision,
        basis=basis,
        opinion=opinion,
        at=now,
    )


@transaction.atomic
def void(
    *,
    target_type: str,
    target_id: int,
    reason: str,
    now: dt.datetime,
    steps: Collection[str] | None = None,
    keep_hashes: Collection[str] = (),
    only_hash: str = "",
) -> int:
    """Void standing approvals of a target: all, or those of ``steps``; returns how many.

    ``keep_hashes`` are contents whose approvals stay, as that of the version online;
    ``only_hash`` names the one content whose approvals go.
    """
    rows = (
        Approval.objects.of(target_type, target_id)
        .standing()
        .exclude(content_hash__in=[kept for kept in keep_hashes if kept])
    )
    if only_hash:
        rows = rows.filter(content_hash=only_hash)
    if steps is not None:
        rows = rows.filter(step__in=steps)
    return rows.update(voided_at=now, voided_reason=reason[:300])
