"""Composing a site's home page, publishing it, going back to an earlier version."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.actions import versions
from xinqiao.domains.portal.models import HomeLayout
from xinqiao.domains.portal.rules import layouts as rules
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.policies import can_manage_site
from xinqiao.kernel.ui import blocks


@transaction.atomic
def save_draft(
    *, actor: User, site_id: int, spots: Sequence[rules.Spot], now: dt.datetime
) -> HomeLayout:
    """Keep the site's draft; readers see nothing of it. Raises PermissionDenied, LayoutRefused."""
    site = _locked(site_id)
    require(can_manage_site(actor, site))
    rules.check_spots(spots, [block.code for block in blocks.all_blocks()])
    draft: HomeLayout = versions.keep_draft(
        HomeLayout.objects.filter(site=site), actor, now, site=site, spots=list(spots)
    )
    _record("layout_saved", draft, actor, now)
    return draft


@transaction.atomic
def publish(*, actor: User, layout_id: int, seen_at: dt.datetime, now: dt.datetime) -> HomeLayout:
    """Put the draft that the person saw in use. Raises PermissionDenied, LayoutRefused."""
    layout = _layout(layout_id)
    require(policies.can_publish_layout(actor, layout.site))
    rules.check_seen(layout.state, layout.made_at, seen_at)
    return _put_in_use(layout, actor, now)


@transaction.atomic
def roll_back(*, actor: User, layout_id: int, now: dt.datetime) -> HomeLayout:
    """Put an earlier version in use again. Raises PermissionDenied, LayoutRefused."""
    layout = _layout(layout_id)
    require(policies.can_publish_layout(actor, layout.site))
    rules.check_earlier(layout.state)
    return _put_in_use(layout, actor, now)


def _put_in_use(layout: HomeLayout, actor: User, now: dt.datetime) -> HomeLayout:
    versions.put_in_use(layout, HomeLayout.objects.filter(site=layout.site), actor, now)
    _record("layout_published", layout, actor, now)
    jobs.emit("layout", [f"layout:{layout.site_id}"], at=now)
    return layout


def _locked(site_id: int) -> Site:
    rows = Site.objects.select_for_update(of=("self",)).select_related("parent__parent")
    return rows.get(pk=site_id)


def _layout(layout_id: int) -> HomeLayout:
    """The layout, after the lock of its site."""
    site = _locked(HomeLayout.objects.values_list("site_id", flat=True).get(pk=layout_id))
    layout = HomeLayout.objects.get(pk=layout_id)
    layout.site = site
    return layout


def _record(happening: str, layout: HomeLayout, actor: User, now: dt.datetime) -> None:
    audit.record(
        action=f"portal.{happening}",
        actor=actor,
        target=layout,
        at=now,
        organisation_id=layout.site.organisation_id,
        after=layout.spots,
    )
