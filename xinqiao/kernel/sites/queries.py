"""Which columns a person may use his duties in; lists of sites and columns."""

from collections.abc import Iterable
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet

from xinqiao.kernel.sites import policies, rules
from xinqiao.kernel.sites.models import (
    Column,
    ColumnGrant,
    ColumnQuerySet,
    Site,
    SiteQuerySet,
)

FEW = 50  # a list of so many ids or conditions is planned better than a subquery


def granted(user: Any, duties: tuple[str, ...], *, prefix: str = "") -> Q:
    """Columns that grants open to the user for any of these duties.

    ``prefix`` leads from another model to its column: ``"column__"``.
    """
    grants = {grant.pk: grant for duty in duties for grant in policies.grants_for(user, duty)}
    if len(grants) > FEW:
        return Q(**{f"{prefix}pk__in": _columns_under(grants.values())})
    condition = Q(pk__in=())
    for grant in grants.values():
        condition |= (
            Q(**{f"{prefix}tree_path__startswith": grant.column.tree_path})
            if grant.with_subtree
            else Q(**{f"{prefix}pk": grant.column_id})
        )
    return condition


def _columns_under(grants: Iterable[ColumnGrant]) -> QuerySet[Column, int]:
    """Ids of the columns that many grants open, without a condition for each grant."""
    rows = ColumnGrant.objects.filter(pk__in=[grant.pk for grant in grants])
    above = rows.filter(with_subtree=True, column__site=OuterRef("site"))
    above = above.annotate(path=ExpressionWrapper(OuterRef("tree_path"), CharField()))
    covered = Exists(above.filter(path__startswith=F("column__tree_path")))
    return (
        Column.objects.filter(Q(covered) | Q(pk__in=rows.values("column")))
        .order_by()
        .values_list("pk", flat=True)
    )


def desk_sites(user: Any, *duties: str) -> list[int] | None:
    """Ids of the sites at whose desk the user holds one of these duties; None for more than FEW.

    Read once for each loaded user, as his duties are.
    """
    organisations = user.organisations_with(*duties)
    cache = user.__dict__.setdefault("desk_sites", {frozenset(): []})
    if organisations not in cache:
        rows = Site.objects.with_desk_in(organisations).order_by()
        found = list(rows.values_list("pk", flat=True)[: FEW + 1])
        cache[organisations] = None if len(found) > FEW else found
    known: list[int] | None = cache[organisations]
    return known


def at_desk_of(user: Any, duties: tuple[str, ...]) -> Q:
    """Rows with a site and a column that belong to one of the user's desks."""
    known = desk_sites(user, *duties)
    if known is not None:
        sites = Q(site__in=known)
    else:
        rows = Site.objects.with_desk_in(user.organisations_with(*duties))
        sites = Q(site__in=rows.order_by().values("pk"))
    return sites | granted(user, duties, prefix="column__")


def columns_for(user: Any, *duties: str) -> ColumnQuerySet:
    """Columns where the user may use one of these duties as a member of a unit.

    The site's own unit holds its columns, a column's unit holds it, a grant opens it to others.
    """
    organisations = user.organisations_with(*duties)
    return Column.objects.filter(
        Q(organisation__in=organisations)
        | Q(site__organisation__in=organisations)
        | granted(user, duties)
    )


def desk_columns_for(user: Any, *duties: str) -> ColumnQuerySet:
    """Columns whose desk the user belongs to with one of these duties, or by a grant."""
    organisations = user.organisations_with(*duties)
    return Column.objects.filter(
        Q(site__in=Site.objects.with_desk_in(organisations)) | granted(user, duties)
    )


def sites_managed_by(user: Any) -> SiteQuerySet:
    """Sites whose columns and look the user may change."""
    organisations = user.organisations_with(rules.SITE_MANAGER)
    return Site.objects.filter(
        Q(organisation__in=organisations)
        | Q(pk__in=Site.objects.with_desk_in(organisations).values("pk"))
    )


def sites_to_open_below(user: Any) -> SiteQuerySet:
    """Open sites below which the user may open another."""
    rows = Site.objects.open().filter(parent__parent__isnull=True)
    return rows.filter(organisation__in=user.organisations_with(rules.SITE_MANAGER))


def site_depth(site: Site | None) -> int:
    """1 for the portal, 2 below it; 0 without a site."""
    depth = 0
    while site is not None:
        depth, site = depth + 1, site.parent
    return depth
