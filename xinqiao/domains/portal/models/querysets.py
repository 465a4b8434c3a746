"""Filters of articles: what a person may see, what waits, what readers get."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models.placements import Placement
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites import queries as sites_queries
from xinqiao.kernel.sites.models import Site

UNIT_DUTIES = (
    "contributor",
    "unit_reviewer",
    "unit_head",
    "secrecy_reviewer",
    "editor",
    "publisher",
    "site_manager",
    "leader",
)
DESK_DUTIES = ("editor", "publisher", "site_manager")
READ_DUTIES = ("supervisor", "leader")
SUBMITTED = ~Q(stage=rules.Stage.DRAFT, public_state=rules.PublicState.UNPUBLISHED)


class ArticleQuerySet(models.QuerySet[Any]):
    """Filters of articles."""

    def online(self) -> Self:
        return self.filter(public_state=rules.PublicState.ONLINE)

    def visible_to(self, user: Any) -> Self:
        """Keep what this person may see; to a stranger unit the rest does not exist.

        His units' articles; what is submitted to his desk or offered to one of its columns; for a
        supervisor or leader what the units of his field have submitted.
        """
        return self.filter(
            Q(organisation__in=user.organisations_with(*UNIT_DUTIES))
            | _at_desk_of(user)
            | _in_field_of(user)
        )


def _at_desk_of(user: Any) -> Q:
    organisations = user.organisations_with(*DESK_DUTIES)
    if not organisations:
        return Q(pk__in=())
    granted = sites_queries.granted(user, DESK_DUTIES, prefix="column__")
    sites = Site.objects.with_desk_in(organisations).values("pk")
    placed = Placement.objects.filter(
        Q(site__in=sites) | granted,
        article=OuterRef("pk"),
    ).exclude(mode=rules.PlacementMode.OWN)
    return Q(Q(site__in=sites) | granted, SUBMITTED) | Q(Exists(placed))


def _in_field_of(user: Any) -> Q:
    organisations = user.organisations_with(*READ_DUTIES)
    if not organisations:
        return Q(pk__in=())
    condition = Q(organisation__in=organisations)
    known = Organisation.objects.filter(pk__in=organisations).exclude(path="")
    for path in known.values_list("path", flat=True):
        condition |= Q(organisation__path__startswith=path)
    return condition & SUBMITTED
