"""The desk's duty roster: who is the duty editor of a day."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import policies, queries, rules
from xinqiao.domains.portal.models import DutyShift
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.organisations.models import Organisation


@transaction.atomic
def set_roster(*, actor: User, organisation_id: int, text: str, now: dt.datetime) -> int:
    """Take a pasted roster, whole or not at all; days that were set are set anew.

    Each line names a day and an editor of the desk, by name or account. Returns how many days.
    Raises PermissionDenied, rules.RosterRefused.
    """
    require(policies.can_keep_roster(actor, organisation_id))
    desk = Organisation.objects.select_for_update().get(pk=organisation_id)
    today = timezone.localdate(now)
    lines = rules.read_roster(text, today=today)
    editors = queries.holders(rules.EDITING.duty, [organisation_id], today)
    chosen = {line.day: _named(line, editors) for line in lines}
    for day, editor in chosen.items():
        DutyShift.objects.update_or_create(organisation=desk, day=day, defaults={"editor": editor})
    after = {day.isoformat(): editor.pk for day, editor in chosen.items()}
    audit.record(
        action="portal.roster_set",
        actor=actor,
        target=desk,
        at=now,
        organisation_id=organisation_id,
        after=after,
    )
    return len(chosen)


def _named(line: rules.RosterLine, editors: Iterable[User]) -> User:
    found = [one for one in editors if line.name in {one.get_username(), one.get_full_name()}]
    if len(found) != 1:
        text = _("第%(line)d行：“%(name)s”不是本编辑部的编辑，或有重名（请改填账号）。")
        raise rules.RosterRefused(text % {"line": line.number, "name": line.name[:40]})
    return found[0]


@transaction.atomic
def clear_shift(*, actor: User, shift_id: int, now: dt.datetime) -> None:
    """Take one day off the roster. Raises PermissionDenied, DutyShift.DoesNotExist."""
    shift = DutyShift.objects.select_for_update().get(pk=shift_id)
    require(policies.can_keep_roster(actor, shift.organisation_id))
    audit.record(
        action="portal.roster_cleared",
        actor=actor,
        target=shift.organisation,
        at=now,
        organisation_id=shift.organisation_id,
        before={shift.day.isoformat(): shift.editor_id},
    )
    shift.delete()
