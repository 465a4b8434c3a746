"""Switching a feature of a site on or off."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.sites import features, policies, rules
from xinqiao.kernel.sites.actions import acts
from xinqiao.kernel.sites.models import FeatureSwitch, Site


@transaction.atomic
def switch_feature(
    *, actor: Any, site_id: int, feature: str, is_on: bool, reason: str, now: dt.datetime
) -> Site:
    """Switch a feature of a site, and of all below it that say nothing themselves.

    Raises PermissionDenied, rules.FeatureRefused.
    """
    site = acts.locked_site(site_id)
    require(policies.can_switch_features(actor, site))
    return _switch(actor, site, feature, is_on, reason, now)


@transaction.atomic
def switch_as_planned(
    *, planned_by: Any, site_id: int, feature: str, is_on: bool, reason: str, now: dt.datetime
) -> Site:
    """Do what somebody planned who was allowed to; called by the clock. Raises FeatureRefused."""
    return _switch(planned_by, acts.locked_site(site_id), feature, is_on, reason, now)


def _switch(
    actor: Any, site: Site, feature: str, is_on: bool, reason: str, now: dt.datetime
) -> Site:
    if features.get(feature) is None:
        raise rules.FeatureRefused(_("没有这项功能。"))
    rules.check_switch(features.is_on(site, feature), is_on, reason)
    site.features = {**site.features, feature: is_on}
    site.save(update_fields=["features"])
    FeatureSwitch.objects.create(
        site=site,
        feature=feature,
        is_on=is_on,
        switched_at=now,
        switched_by=actor,
        reason=reason.strip(),
    )
    act = "sites.feature_switched_on" if is_on else "sites.feature_switched_off"
    acts.record(act, actor, site, now, after={"feature": feature}, reason=reason.strip())
    _tell_pages(site, now)
    return site


def _tell_pages(site: Site, now: dt.datetime) -> None:
    """Every page of the site, and of the sites below it, may look different."""
    below = Site.objects.filter(parent=site).order_by()
    deeper = Site.objects.filter(parent__parent=site).order_by()
    ids = [site.pk, *below.values_list("pk", flat=True), *deeper.values_list("pk", flat=True)]
    jobs.emit("site", [f"site:{pk}" for pk in ids], at=now)
