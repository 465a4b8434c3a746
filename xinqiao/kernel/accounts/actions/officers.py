"""The registers of information and liaison officers, kept by who leads the unit."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from xinqiao.kernel.accounts import policies, rules
from xinqiao.kernel.accounts.actions.unmasking import unmask
from xinqiao.kernel.accounts.models import Training, UnitOfficer, User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.vault import fields


@transaction.atomic
def name_officer(
    *,
    actor: User,
    organisation: Organisation,
    role: str,
    name: str,
    phone: str,
    starts_date: dt.date,
    now: dt.datetime,
) -> UnitOfficer:
    """Enter an officer into the unit's register. Raises PermissionDenied, ValidationError."""
    require(policies.can_keep_officers(actor, organisation.pk))
    officer = UnitOfficer(
        organisation=organisation,
        role=role,
        name=name,
        starts_date=starts_date,
        recorded_by=actor,
        recorded_at=now,
    )
    officer.full_clean()
    officer.save()
    officer.save(update_fields=fields.write(officer, "phone", phone))
    _record("named", actor, officer, now, {"role": role, "starts": starts_date})
    return officer


@transaction.atomic
def release_officer(
    *, actor: User, officer_id: int, ends_date: dt.date, now: dt.datetime
) -> UnitOfficer:
    """Note the last day; the entry stays. Raises PermissionDenied, rules.OfficerRefused."""
    officer = _locked(officer_id)
    require(policies.can_keep_officers(actor, officer.organisation_id))
    rules.check_release(starts=officer.starts_date, ends=ends_date, released=officer.ends_date)
    officer.ends_date = ends_date
    officer.save(update_fields=["ends_date"])
    _record("released", actor, officer, now, {"ends": ends_date})
    return officer


@transaction.atomic
def record_training(
    *,
    actor: User,
    officer_id: int,
    held_date: dt.date,
    topic: str,
    hours: int,
    result: str,
    now: dt.datetime,
) -> Training:
    """Note a training that was held. Raises PermissionDenied, rules.OfficerRefused."""
    officer = _locked(officer_id)
    require(policies.can_keep_officers(actor, officer.organisation_id))
    rules.check_training(held=held_date, today=timezone.localdate(now))
    training = Training(
        officer=officer,
        held_date=held_date,
        topic=topic,
        hours=hours,
        result=result,
        recorded_by=actor,
        recorded_at=now,
    )
    training.full_clean()
    training.save()
    after = {"held": held_date, "topic": topic, "hours": hours, "result": result}
    _record("trained", actor, officer, now, after)
    return training


def reveal_officer_phone(*, actor: User, officer_id: int, reason: str, now: dt.datetime) -> str:
    """An officer's phone in clear. Raises PermissionDenied, rules.UnmaskRefused."""
    officer = UnitOfficer.objects.get(pk=officer_id)
    require(policies.can_keep_officers(actor, officer.organisation_id))
    return unmask(
        actor=actor,
        record=officer,
        field="phone",
        organisation_id=officer.organisation_id,
        reason=reason,
        now=now,
    )


def _locked(officer_id: int) -> UnitOfficer:
    return UnitOfficer.objects.select_for_update(of=("self",)).get(pk=officer_id)


def _record(
    verb: str, actor: User, officer: UnitOfficer, now: dt.datetime, after: dict[str, object]
) -> None:
    audit.record(
        action=f"accounts.officer_{verb}",
        actor=actor,
        target=officer,
        at=now,
        organisation_id=officer.organisation_id,
        after=after,
    )
