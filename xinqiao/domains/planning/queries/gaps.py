"""Where nobody answers: sites, columns, units, work that waits.

Who runs a site answers for it (谁主管谁负责，谁运行谁负责); a gap has no named person.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from xinqiao.domains.portal.public import Unattended, unattended
from xinqiao.kernel.accounts.models import DutyAssignment, UnitOfficer
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Column, Site
from xinqiao.kernel.sites.rules import SITE_MANAGER

SHOWN = 200


@dataclass(frozen=True)
class Gaps:
    """Everything on the managed sites that has nobody; each list has at most SHOWN rows."""

    sites: list[Site]
    columns: list[Column]
    units: list[tuple[Organisation, list[str]]]
    waiting: list[Unattended]

    @property
    def count(self) -> int:
        return len(self.sites) + len(self.columns) + len(self.units) + len(self.waiting)


def gaps_for(user: Any, today: dt.date) -> Gaps:
    """The gaps on the sites that this person manages; the number of queries does not grow."""
    managed = sites.sites_managed_by(user).open().order_by()
    ids = list(managed.values_list("pk", flat=True))
    return Gaps(
        sites=_sites(ids, today)[:SHOWN],
        columns=_columns(ids),
        units=_units(ids, today)[:SHOWN],
        waiting=unattended(ids, today)[:SHOWN],
    )


def _sites(ids: list[int], today: dt.date) -> list[Site]:
    """Sites of whose unit, and of whose desk, nobody is site manager."""
    held = DutyAssignment.objects.in_force(today).filter(duty=SITE_MANAGER, user__is_active=True)
    managed = set(held.values_list("organisation", flat=True))
    rows = Site.objects.filter(pk__in=ids).select_related("organisation", "parent__parent")
    return [
        site
        for site in rows.order_by("position", "pk")
        if not {site.organisation_id, site.desk.organisation_id} & managed
    ]


def _columns(ids: list[int]) -> list[Column]:
    """Open columns without a keeper, or whose keeper can no longer sign in."""
    rows = Column.objects.open().filter(Q(keeper=None) | Q(keeper__is_active=False), site__in=ids)
    found = rows.select_related("site", "organisation", "keeper").order_by("site_id", "path")
    return list(found[:SHOWN])


def _units(ids: list[int], today: dt.date) -> list[tuple[Organisation, list[str]]]:
    """Units that answer for a site or column there and lack one of their officers."""
    owners = Q(pk__in=Site.objects.filter(pk__in=ids).values("organisation"))
    owners |= Q(pk__in=Column.objects.open().filter(site__in=ids).values("organisation"))
    units = list(Organisation.objects.active().filter(owners).order_by("path"))
    named = set(
        UnitOfficer.objects.in_office(today)
        .filter(organisation__in=[unit.pk for unit in units])
        .values_list("organisation_id", "role")
    )
    found = [
        (unit, [str(r.label) for r in UnitOfficer.Role if (unit.pk, r.value) not in named])
        for unit in units
    ]
    return [(unit, missing) for unit, missing in found if missing]
