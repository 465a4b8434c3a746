"""Who is on duty: today's editor of a desk, and the desks of a person."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import DutyShift
from xinqiao.domains.portal.queries.people import holders
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites.models import Site

SHOWN_DAYS = 21


def duty_editors(desk: Site, today: dt.date) -> list[User]:
    """The editor on duty today at this desk; without a roster, all its editors."""
    shifts = DutyShift.objects.filter(organisation=desk.organisation_id, day=today)
    on_duty = [shift.editor for shift in shifts.select_related("editor") if shift.editor.is_active]
    return on_duty or holders(rules.EDITING.duty, [desk.organisation_id], today)


def desks_kept_by(user: Any) -> QuerySet[Organisation]:
    """Organisations whose roster this person keeps."""
    held = user.organisations_with(*rules.ROSTER_KEEPERS)
    return Organisation.objects.filter(pk__in=held).order_by("path", "pk")


def shifts_of(organisation_id: int, today: dt.date) -> QuerySet[DutyShift]:
    """The roster of a desk, from today on."""
    rows = DutyShift.objects.filter(organisation=organisation_id, day__gte=today)
    return rows.select_related("editor").order_by("day")


def on_duty_for(user: Any, today: dt.date) -> list[DutyShift]:
    """Today's shifts at the desks to which this person's units hand their articles."""
    units = user.organisations_with(*user.duty_codes)
    sites = Site.objects.filter(organisation__in=units).select_related("parent__parent")
    desks = {site.desk.organisation_id for site in sites} | units
    rows = DutyShift.objects.filter(organisation__in=desks, day=today)
    return list(rows.select_related("editor", "organisation").order_by("organisation", "pk"))
