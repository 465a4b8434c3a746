"""Acts of the administrators as the tests of accounts do them."""

import datetime as dt

from xinqiao.kernel.accounts import actions
from xinqiao.kernel.accounts.actions.passwords import FIRST, SECOND, half
from xinqiao.kernel.accounts.tests.factories import NOW, security_admin, system_admin
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

TODAY = dt.date(2026, 11, 24)


PHONE = "13812345678"


def opened(actor, **changes):
    fields = {
        "username": "li.qing",
        "name": "李青",
        "organisation": changes.pop("organisation", None) or OrganisationFactory(),
    }
    return actions.open_account(actor=actor, now=NOW, **{**fields, **changes})


def granted(actor, user, duty="contributor", **changes):
    organisation = changes.pop("organisation", None) or user.organisation
    return actions.grant_duty(
        actor=actor, user_id=user.pk, duty=duty, organisation=organisation, now=NOW, **changes
    )


def revoked(actor, row):
    return actions.revoke_duty(actor=actor, assignment_id=row.pk, reason="调离", now=NOW)


def asked(*users, proposer=None, now=NOW):
    """The proposal of one-time passwords."""
    return actions.propose_act(
        actor=proposer or security_admin(),
        kind=actions.ISSUE_PASSWORDS,
        payload=actions.passwords_for(users),
        reason="忘记口令",
        now=now,
    )


def issued(*users, proposer=None, confirmer=None, now=NOW):
    """One-time passwords, as their owners put the two halves together."""
    row = asked(*users, proposer=proposer, now=now)
    actions.confirm_act(
        actor=confirmer or system_admin(),
        proposal_id=row.pk,
        payload_hash=row.payload_hash,
        now=now,
    )
    return [
        f"{half(row.payload, user.pk, FIRST)}-{half(row.payload, user.pk, SECOND)}"
        for user in users
    ]


def last_act():
    return AuditEvent.objects.latest("pk")
