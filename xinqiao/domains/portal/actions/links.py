"""Keeping the links of a site to other sites: adding, changing, ordering, taking away."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import SiteLink
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.policies import can_manage_site


@transaction.atomic
def add_link(
    *, actor: User, site_id: int, group: str, label: str, address: str, now: dt.datetime
) -> SiteLink:
    """Put a link at the end of its list. Raises PermissionDenied, rules.LinkRefused."""
    site = _locked_site(site_id)
    require(can_manage_site(actor, site))
    _check_address(site, address)
    last = SiteLink.objects.filter(site=site).aggregate(last=Max("position"))["last"]
    link = SiteLink.objects.create(
        site=site,
        group=rules.LinkGroup(group),
        label=label,
        address=address,
        position=(last or 0) + 1,
    )
    _record("added", actor, link, now, after={"label": label, "address": address})
    return link


@transaction.atomic
def change_link(
    *, actor: User, link_id: int, group: str, label: str, address: str, now: dt.datetime
) -> SiteLink:
    """Change a link. Raises PermissionDenied, rules.LinkRefused."""
    link = _locked(actor, link_id)
    _check_address(link.site, address, but=link.pk)
    before = {"label": link.label, "address": link.address}
    link.group, link.label, link.address = rules.LinkGroup(group), label, address
    link.save(update_fields=["group", "label", "address"])
    _record("changed", actor, link, now, before=before, after={"label": label, "address": address})
    return link


@transaction.atomic
def move_link(*, actor: User, link_id: int, up: bool, now: dt.datetime) -> SiteLink:
    """Let a link change places with its neighbour of the same group. Raises PermissionDenied."""
    link = _locked(actor, link_id)
    links = list(SiteLink.objects.filter(site=link.site, group=link.group))
    place = links.index(link)
    other = max(place - 1, 0) if up else min(place + 1, len(links) - 1)
    links[place], links[other] = links[other], links[place]
    for position, each in enumerate(links, start=1):
        each.position = position
    SiteLink.objects.bulk_update(links, ["position"])
    _record("moved", actor, link, now, after={"position": other + 1})
    return link


@transaction.atomic
def remove_link(*, actor: User, link_id: int, now: dt.datetime) -> None:
    """Take a link away. Raises PermissionDenied."""
    link = _locked(actor, link_id)
    _record("removed", actor, link, now, before={"label": link.label, "address": link.address})
    link.delete()


def _locked(actor: User, link_id: int) -> SiteLink:
    link = SiteLink.objects.get(pk=link_id)
    link.site = _locked_site(link.site_id)
    require(can_manage_site(actor, link.site))
    return link


def _locked_site(site_id: int) -> Site:
    rows = Site.objects.select_for_update(of=("self",)).select_related("parent__parent")
    return rows.get(pk=site_id)


def _check_address(site: Site, address: str, but: int = 0) -> None:
    rules.check_link(address)
    if SiteLink.objects.filter(site=site, address=address).exclude(pk=but).exists():
        raise rules.LinkRefused(_("这个地址已经有链接了。"))


def _record(act: str, actor: User, link: SiteLink, now: dt.datetime, **facts: Any) -> None:
    jobs.emit("site", [f"layout:{link.site_id}"], paths=[link.site.address()], at=now)
    audit.record(
        action=f"portal.link_{act}",
        actor=actor,
        target=link,
        at=now,
        organisation_id=link.site.organisation_id,
        **facts,
    )
