"""Acts of the administrators as the tests of accounts do them."""

import datetime as dt

from xinqiao.kernel.accounts import actions
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    PASSWORD,
)
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

TODAY = dt.date(2026, 11, 24)


PHONE = "13812345678"


def opened(actor, **changes):
    fields = {
        "username": "li.qing",
        "name": "李青",
        "password": PASSWORD,
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


def last_act():
    return AuditEvent.objects.latest("pk")
