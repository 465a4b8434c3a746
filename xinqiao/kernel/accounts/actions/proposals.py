"""Dual control: an act is proposed by one person and carried out when another confirms it."""

import datetime as dt
from typing import Any

from django.db import transaction

from xinqiao.kernel.accounts import dual, policies, rules
from xinqiao.kernel.accounts.models import Proposal, ProposalState, User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit


@transaction.atomic
def propose_act(
    *, actor: User, kind: str, payload: dict[str, Any], reason: str, now: dt.datetime
) -> Proposal:
    """Propose an act; for half an hour another person may confirm it.

    Raises PermissionDenied, dual.UnknownAct, rules.ProposalRefused.
    """
    require(policies.can_propose(actor, kind, payload))
    digest = rules.payload_hash(kind, payload)
    rules.check_not_proposed(
        is_open=Proposal.objects.open_at(now).filter(payload_hash=digest).exists()
    )
    row = Proposal.objects.create(
        kind=kind,
        payload=payload,
        payload_hash=digest,
        reason=reason,
        proposed_by=actor,
        proposed_at=now,
        expires_at=now + rules.PROPOSAL_VALID,
    )
    _record("act_proposed", actor, row, now, reason=reason, after={"sha256": digest})
    return row


@transaction.atomic
def confirm_act(*, actor: User, proposal_id: int, payload_hash: str, now: dt.datetime) -> Proposal:
    """Confirm what another person proposed, by the hash one has read; the act is done now.

    Raises PermissionDenied, rules.ProposalRefused, and what the act itself raises.
    """
    row = _locked(proposal_id)
    require(policies.can_decide_proposal(actor, row))
    _check(row, now)
    rules.check_payload(
        kind=row.kind, payload=row.payload, stored=row.payload_hash, read=payload_hash
    )
    rules.check_proposer(may_still=policies.can_propose(row.proposed_by, row.kind, row.payload))
    _decide(row, ProposalState.DONE, actor, now)
    _record("act_confirmed", actor, row, now, after={"sha256": row.payload_hash})
    dual.find(row.kind).carry_out(row.payload, row.proposed_by, actor, now)
    return row


@transaction.atomic
def refuse_act(*, actor: User, proposal_id: int, reason: str, now: dt.datetime) -> Proposal:
    """Refuse what another person proposed. Raises PermissionDenied, rules.ProposalRefused."""
    row = _locked(proposal_id)
    require(policies.can_decide_proposal(actor, row))
    _check(row, now)
    _decide(row, ProposalState.REFUSED, actor, now)
    _record("act_refused", actor, row, now, reason=reason)
    return row


@transaction.atomic
def withdraw_act(*, actor: User, proposal_id: int, now: dt.datetime) -> Proposal:
    """Take one's own proposal back. Raises PermissionDenied, rules.ProposalRefused."""
    row = _locked(proposal_id)
    require(row.proposed_by_id == actor.pk)
    _check(row, now)
    _decide(row, ProposalState.WITHDRAWN, actor, now)
    _record("act_withdrawn", actor, row, now)
    return row


def _locked(proposal_id: int) -> Proposal:
    rows = Proposal.objects.select_for_update(of=("self",)).select_related("proposed_by")
    return rows.get(pk=proposal_id)


def _check(row: Proposal, now: dt.datetime) -> None:
    rules.check_open(is_open=row.state == ProposalState.OPEN, expires_at=row.expires_at, now=now)


def _decide(row: Proposal, state: ProposalState, actor: User, now: dt.datetime) -> None:
    row.state, row.decided_by, row.decided_at = state, actor, now
    row.save(update_fields=["state", "decided_by", "decided_at"])


def _record(
    verb: str, actor: User, row: Proposal, now: dt.datetime, reason: str = "", after: Any = None
) -> None:
    audit.record(
        action=f"accounts.{verb}",
        actor=actor,
        target=row,
        at=now,
        organisation_id=actor.organisation_id,
        reason=reason,
        after=after,
    )
