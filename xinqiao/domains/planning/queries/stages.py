"""Which feature is on for which site, since when, and what comes next."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Max
from django.urls import reverse

from xinqiao.domains.planning import rules
from xinqiao.domains.planning.models import FeatureRequest, FeatureStage
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.sites import features
from xinqiao.kernel.sites.features import Feature
from xinqiao.kernel.sites.models import FeatureSwitch, Site
from xinqiao.kernel.sites.policies import FEATURE_DECIDERS


@dataclass(frozen=True)
class FeatureState:
    """One feature on one site: whether it is on, who said so, since when, what comes next."""

    feature: Feature
    is_on: bool
    source: Site | None
    since: dt.datetime | None
    next_stage: FeatureStage | None
    asked: FeatureRequest | None


def feature_name(code: str) -> str:
    """The label of a feature, or its code when its domain is not installed."""
    feature = features.get(code)
    return str(feature.label) if feature else code


def site_path(site_id: int) -> str:
    """The address of the screen of a site's features."""
    return reverse("planning:site", args=[site_id])


def portal_of(sites: Iterable[Site]) -> Site | None:
    """The site at the top, from any site of the cluster."""
    return next((site.top for site in sites), None)


def features_of(site: Site) -> list[FeatureState]:
    """Every feature of one site. Three queries; load the site with ``parent__parent``."""
    return with_states([site])[0][1]


def with_states(sites: Sequence[Site]) -> list[tuple[Site, list[FeatureState]]]:
    """Every feature of each site. Three queries, however many sites; parents must be loaded."""
    line = {site.pk for site in sites} | {pk for site in sites for pk in _above(site)}
    switched = FeatureSwitch.objects.filter(site__in=line).order_by()
    latest = switched.values("site", "feature").annotate(at=Max("switched_at"))
    since = {(row["site"], row["feature"]): row["at"] for row in latest}
    ids = [site.pk for site in sites]
    stages = FeatureStage.objects.filter(site__in=ids, state=rules.StageState.PLANNED)
    planned = {(row.site_id, row.feature): row for row in stages}
    waiting = FeatureRequest.objects.filter(site__in=ids, state=rules.RequestState.OPEN)
    asked = {(row.site_id, row.feature): row for row in waiting}
    return [(site, [_state(site, f, since, planned, asked) for f in _all()]) for site in sites]


def _all() -> list[Feature]:
    return features.all_features()


def _above(site: Site) -> list[int]:
    return [one.pk for one in (site.parent, site.parent and site.parent.parent) if one]


def _state(
    site: Site,
    feature: Feature,
    since: dict[tuple[int, str], dt.datetime],
    planned: dict[tuple[int, str], FeatureStage],
    asked: dict[tuple[int, str], FeatureRequest],
) -> FeatureState:
    source = features.said_by(site, feature.code)
    return FeatureState(
        feature=feature,
        is_on=features.is_on(site, feature.code),
        source=source,
        since=since.get((source.pk, feature.code)) if source else None,
        next_stage=planned.get((site.pk, feature.code)),
        asked=asked.get((site.pk, feature.code)),
    )


def deciders_of(site: Site, today: dt.date) -> list[User]:
    """Who decides about the features of a site."""
    return _holders(FEATURE_DECIDERS, [site.top.organisation_id], today)


def askers_of(site: Site, today: dt.date) -> list[User]:
    """Who speaks for the unit of a site."""
    return speakers_of([site.organisation_id], today)


def speakers_of(organisations: Iterable[int], today: dt.date) -> list[User]:
    """Who speaks for these units."""
    return _holders(rules.ASKERS, organisations, today)


def _holders(duties: Sequence[str], organisations: Iterable[int], today: dt.date) -> list[User]:
    held = DutyAssignment.objects.in_force(today).filter(
        duty__in=duties, organisation__in=list(organisations)
    )
    return list(User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("pk"))
