"""What the security administrator does with duties: grant and take back."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts import duties, policies, rules
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.organisations.models import Organisation


class AlreadyGranted(Exception):
    """The duty is held in this organisation already."""


@transaction.atomic
def grant_duty(
    *,
    actor: User,
    user_id: int,
    duty: str,
    organisation: Organisation,
    now: dt.datetime,
    starts_date: dt.date | None = None,
    ends_date: dt.date | None = None,
) -> DutyAssignment:
    """Grant a duty in an organisation, from today when no day is given, to a day (included).

    Raises PermissionDenied, rules.DutyRefused, AlreadyGranted, duties.UnknownDuty.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    require(policies.can_grant_duties(actor, user))
    rules.check_receiver(is_active=user.is_active, is_unit_open=organisation.is_active)
    today = timezone.localdate(now)
    starts = starts_date or today
    rules.check_dates(duties.get(duty), starts=starts, ends=ends_date, today=today)
    return write_grant(
        DutyAssignment(
            user=user,
            duty=duty,
            organisation=organisation,
            starts_date=starts,
            ends_date=ends_date,
            granted_by=actor,
            granted_at=now,
        )
    )


@transaction.atomic
def revoke_duty(
    *, actor: User, assignment_id: int, reason: str, now: dt.datetime
) -> DutyAssignment:
    """Take a duty back; it ends with the holder's next request.

    Raises PermissionDenied, rules.DutyRefused.
    """
    row = DutyAssignment.objects.select_related("user").get(
        pk=assignment_id, revoked_at__isnull=True
    )
    require(policies.can_grant_duties(actor, row.user))
    _check_seat(row, timezone.localdate(now))
    row.revoked_by, row.revoked_at = actor, now
    row.save(update_fields=["revoked_by", "revoked_at"])
    audit.record(
        action="accounts.duty_revoked",
        actor=actor,
        target=row.user,
        at=now,
        organisation_id=row.organisation_id,
        before={"duty": row.duty, "organisation": row.organisation_id},
        reason=reason,
    )
    return row


def write_grant(row: DutyAssignment) -> DutyAssignment:
    """Store a grant that its caller has permitted. Raises rules.DutyRefused, AlreadyGranted."""
    duty = duties.get(row.duty)
    today = timezone.localdate(row.granted_at)
    _close_lapsed(row.user, today, row.granted_at)
    standing = DutyAssignment.objects.filter(user=row.user, revoked_at__isnull=True)
    if standing.filter(duty=row.duty, organisation=row.organisation).exists():
        raise AlreadyGranted(_("这项职责已经授予过，要改期限请先收回。"))
    rules.check_grant(duty, _duties(standing.values_list("duty", flat=True)))
    row.exclusion_group = duty.group
    row.save(force_insert=True)
    audit.record(
        action="accounts.duty_granted",
        actor=row.granted_by,
        target=row.user,
        at=row.granted_at,
        organisation_id=row.organisation_id,
        after={
            "duty": row.duty,
            "organisation": row.organisation_id,
            "starts": row.starts_date,
            "ends": row.ends_date,
        },
    )
    return row


def _check_seat(row: DutyAssignment, today: dt.date) -> None:
    """Locks all holders of the duty, so that two cannot be taken back at once."""
    holders = (
        DutyAssignment.objects.select_for_update(of=("self",)).in_force(today).filter(duty=row.duty)
    )
    others = {
        other.user_id for other in holders.filter(user__is_active=True).exclude(user=row.user)
    }
    rules.check_revoke(_duty(row.duty), other_holders=len(others))


def _close_lapsed(user: User, today: dt.date, now: dt.datetime) -> None:
    """What has run out by its date no longer stands in the way of a new grant."""
    lapsed = DutyAssignment.objects.filter(Q(ends_date__lt=today), user=user)
    lapsed.filter(revoked_at__isnull=True).update(revoked_at=now)


def _duties(codes: Iterable[str]) -> list[duties.Duty]:
    return [_duty(code) for code in codes]


def _duty(code: str) -> duties.Duty:
    """A duty whose domain is switched off excludes nothing."""
    try:
        return duties.get(code)
    except duties.UnknownDuty:
        return duties.Duty(code, code)
