"""Filters of articles: what a person may see, what waits, what readers get."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models.placements import Placement
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites import queries as sites_queries

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
FEW = 20_000  # below, a desk's articles are collected by index; above, met on the way down
SUBMITTED = ~Q(stage=rules.Stage.DRAFT, public_state=rules.PublicState.UNPUBLISHED)


class ArticleQuerySet(models.QuerySet[Any]):
    """Filters of articles."""

    def online(self) -> Self:
        return self.filter(public_state=rules.PublicState.ONLINE)

    def explainable_for(self, organisation_id: int) -> Self:
        """Policy documents that a unit may explain: what is public, and its own on their way."""
        public = Q(public_state=rules.PublicState.ONLINE)
        return self.filter(public | Q(organisation=organisation_id), kind=rules.Kind.DOCUMENT)

    def visible_to(self, user: Any) -> Self:
        """Keep what this person may see; to a stranger unit the rest does not exist.

        His units' articles; what is submitted to his desk or offered to one of its columns; for a
        supervisor or leader what the units of his field have submitted.
        """
        own = Q(organisation__in=user.organisations_with(*UNIT_DUTIES))
        field = _in_field_of(user)
        if not user.organisations_with(*DESK_DUTIES):
            return self.filter(own | field)
        at_desk = sites_queries.at_desk_of(user, DESK_DUTIES)
        placed = Placement.objects.filter(at_desk).exclude(mode=rules.PlacementMode.OWN).order_by()
        desk = Q(at_desk, SUBMITTED)
        parts = [self.model._base_manager.filter(part).order_by() for part in (own, desk, field)]
        ids = placed.values("article").union(*(part.values("pk") for part in parts), all=True)
        if _sees_few(user, ids):
            # Collected by their indexes: a walk down all articles would rarely meet one of them.
            return self.filter(pk__in=ids)
        return self.filter(own | desk | field | Q(Exists(placed.filter(article=OuterRef("pk")))))


def _sees_few(user: Any, ids: models.QuerySet[Any, Any]) -> bool:
    """Whether a desk has few articles; asked once for each loaded user."""
    if "sees_few_articles" not in user.__dict__:
        user.__dict__["sees_few_articles"] = not list(ids[FEW : FEW + 1])
    few: bool = user.__dict__["sees_few_articles"]
    return few


def _in_field_of(user: Any) -> Q:
    organisations = user.organisations_with(*READ_DUTIES)
    if not organisations:
        return Q(pk__in=())
    condition = Q(organisation__in=organisations)
    known = Organisation.objects.filter(pk__in=organisations).exclude(path="")
    for path in known.values_list("path", flat=True):
        condition |= Q(organisation__path__startswith=path)
    return condition & SUBMITTED
