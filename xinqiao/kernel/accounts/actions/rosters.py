"""A roster of units and people: imported whole by one administrator, granted by another."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts import policies, rules
from xinqiao.kernel.accounts.actions.granting import AlreadyGranted, grant_duty
from xinqiao.kernel.accounts.models import ProposedGrant, RosterState, StaffRoster, User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.accounts.rosters import planning, reading
from xinqiao.kernel.accounts.rosters.planning import Outcome, PersonPlan, Plan, UnitPlan
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.organisations import actions as organisations
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.organisations.rules import TreeRefused
from xinqiao.kernel.vault import cells, fields


class RosterRefused(Exception):
    """The roster is not imported, or not granted; the message says why."""


def upload_roster(*, actor: User, name: str, content: bytes, now: dt.datetime) -> StaffRoster:
    """Read a workbook and keep its rows, sealed, until they are imported or given up.

    Raises PermissionDenied, reading.BadRoster.
    """
    require(policies.can_open_accounts(actor))
    rows = [row.to_json() for row in reading.read(content)]
    with transaction.atomic():
        roster = StaffRoster.objects.create(
            name=name[:100],
            sha256=hashlib.sha256(content).hexdigest(),
            uploaded_by=actor,
            uploaded_at=now,
        )
        roster.save(update_fields=fields.write(roster, "content", json.dumps(rows)))
        _record("uploaded", actor, roster, now, after={"rows": len(rows), "sha256": roster.sha256})
    return roster


def plan_of(roster: StaffRoster, today: dt.date) -> Plan:
    """What the kept rows would do today."""
    rows = json.loads(fields.read(roster, "content") or "[]")
    return planning.plan((reading.Row(**row) for row in rows), today=today)


@transaction.atomic
def import_roster(*, actor: User, roster_id: int, now: dt.datetime) -> StaffRoster:
    """Open and correct units and accounts, propose the duties; all of it or nothing.

    Nobody can sign in by this: passwords and duties are the security administrator's.
    Raises PermissionDenied, RosterRefused.
    """
    require(policies.can_open_accounts(actor))
    roster = _locked(roster_id, RosterState.DRAFT)
    plan = plan_of(roster, timezone.localdate(now))
    if plan.wrong:
        raise RosterRefused(_("有%(count)d行有错，什么也没有导入。") % {"count": len(plan.wrong)})
    try:
        for unit in plan.units:
            _write_unit(unit, actor, now)
        for person in plan.people:
            _write_person(person, roster, actor, now)
    except TreeRefused as error:
        raise RosterRefused(str(error)) from error
    roster.report = [_line(row) for row in plan.rows]
    _close(roster, RosterState.IMPORTED, now)
    _record("imported", actor, roster, now, after=plan.counts())
    return roster


@transaction.atomic
def discard_roster(*, actor: User, roster_id: int, now: dt.datetime) -> StaffRoster:
    """Give a roster up; its rows are shredded. Raises PermissionDenied, RosterRefused."""
    require(policies.can_open_accounts(actor))
    roster = _locked(roster_id, RosterState.DRAFT)
    _close(roster, RosterState.DISCARDED, now)
    _record("discarded", actor, roster, now)
    return roster


@transaction.atomic
def decide_grants(
    *, actor: User, roster_id: int, granted: Iterable[int], now: dt.datetime
) -> StaffRoster:
    """Grant the chosen proposals and decline the others; when one is refused, none is decided.

    Raises PermissionDenied, RosterRefused.
    """
    require(policies.can_secure(actor))
    roster = _locked(roster_id, RosterState.IMPORTED)
    chosen = set(granted)
    waiting = roster.proposals.filter(decided_at=None).select_related("user", "organisation")
    problems = []
    for proposal in waiting:
        try:
            proposal.is_granted = proposal.pk in chosen and _granted(proposal, actor, now)
        except PermissionDenied:
            problems.append(_("%(name)s：不能给自己授予职责。") % {"name": proposal.user})
        except (rules.DutyRefused, AlreadyGranted) as error:
            problems.append(f"{proposal.user}：{error}")
        proposal.decided_by, proposal.decided_at = actor, now
        proposal.save(update_fields=["is_granted", "decided_by", "decided_at"])
    if problems:
        raise RosterRefused(_("一项也没有授予：") + "".join(problems))
    _record("granted", actor, roster, now, after={"granted": len(chosen)})
    return roster


def _granted(proposal: ProposedGrant, actor: User, now: dt.datetime) -> bool:
    grant_duty(
        actor=actor,
        user_id=proposal.user_id,
        duty=proposal.duty,
        organisation=proposal.organisation,
        ends_date=proposal.ends_date,
        now=now,
    )
    return True


def _write_unit(unit: UnitPlan, actor: User, now: dt.datetime) -> None:
    names = {"name": unit.name, "short_name": unit.short_name, "kind": unit.kind}
    if unit.outcome == Outcome.NEW:
        parent = Organisation.objects.filter(code=unit.parent_code).first()
        organisations.open_organisation(
            actor=actor, code=unit.code, parent=parent, position=unit.position, now=now, **names
        )
    elif unit.outcome == Outcome.CHANGED:
        row = Organisation.objects.get(code=unit.code)
        organisations.rename_organisation(
            actor=actor, organisation_id=row.pk, position=unit.position, now=now, **names
        )


def _write_person(person: PersonPlan, roster: StaffRoster, actor: User, now: dt.datetime) -> None:
    unit = Organisation.objects.get(code=person.unit_code)
    user = User.objects.filter(username=person.username).first()
    if user is None:
        user = _opened(person, unit, actor, now)
    elif person.outcome == Outcome.CHANGED:
        _corrected(user, person, actor, now)
    ProposedGrant.objects.bulk_create(
        ProposedGrant(
            roster=roster, user=user, duty=duty, organisation=unit, ends_date=person.duty_ends
        )
        for duty in person.duty_codes
    )


def _opened(person: PersonPlan, unit: Organisation, actor: User, now: dt.datetime) -> User:
    user = User(
        username=person.username,
        name=person.name,
        organisation=unit,
        email=person.email,
        opened_by=actor,
        opened_at=now,
        valid_until=person.valid_until,
        must_change_password=True,
    )
    user.set_unusable_password()
    user.full_clean()
    user.save()
    user.save(update_fields=fields.write(user, "phone", person.phone))
    after = {"username": user.username, "valid_until": user.valid_until}
    _record_user("opened", actor, user, now, after)
    return user


def _corrected(user: User, person: PersonPlan, actor: User, now: dt.datetime) -> None:
    user.email = person.email or user.email
    user.valid_until = person.valid_until or user.valid_until
    columns = ["email", "valid_until"]
    if person.phone:
        columns += fields.write(user, "phone", person.phone)
    user.save(update_fields=columns)
    after = {"valid_until": user.valid_until, "phone_changed": bool(person.phone)}
    _record_user("changed", actor, user, now, after)


def _line(row: UnitPlan | PersonPlan) -> dict[str, object]:
    place = {"sheet": row.row.sheet, "row": row.row.number}
    return {**place, "label": row.label, "outcome": row.outcome.value}


def _close(roster: StaffRoster, state: RosterState, now: dt.datetime) -> None:
    """The rows hold phones: they are gone once they are of no more use."""
    roster.state, roster.decided_at, roster.content = state, now, None
    roster.save(update_fields=["state", "decided_at", "content", "report"])
    cells.destroy_group(roster.vault_group, now=now)


def _locked(roster_id: int, state: RosterState) -> StaffRoster:
    roster = StaffRoster.objects.select_for_update().get(pk=roster_id)
    if roster.state != state:
        raise RosterRefused(
            _("这份名册现在是“%(state)s”。") % {"state": roster.get_state_display()}
        )
    return roster


def _record(verb: str, actor: User, roster: StaffRoster, now: dt.datetime, **facts: object) -> None:
    audit.record(
        action=f"accounts.roster_{verb}",
        actor=actor,
        target=roster,
        at=now,
        **facts,  # type: ignore[arg-type]  # after
    )


def _record_user(
    verb: str, actor: User, user: User, now: dt.datetime, after: Mapping[str, object]
) -> None:
    audit.record(
        action=f"accounts.{verb}",
        actor=actor,
        target=user,
        at=now,
        organisation_id=user.organisation_id,
        after=after,
    )
