"""Who can take the next step: people of the unit, people of the desk."""

import datetime as dt
from collections.abc import Iterable

from xinqiao.domains.portal.models import Article
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.sites import features
from xinqiao.kernel.sites.models import Column, ColumnGrant, Site


def holders(duty: str, organisations: Iterable[int], today: dt.date) -> list[User]:
    """Active people who hold this duty in one of these organisations today."""
    assigned = DutyAssignment.objects.in_force(today).filter(
        duty=duty, organisation__in=list(organisations)
    )
    return list(User.objects.filter(is_active=True, pk__in=assigned.values("user")).order_by("pk"))


def unit_people(article: Article, duty: str, today: dt.date) -> list[User]:
    """People of the article's unit with this duty."""
    return holders(duty, [article.organisation_id], today)


def desk_people(column: Column, duty: str, today: dt.date) -> list[User]:
    """People with this duty at the desk that publishes in a column, or by a grant to it."""
    grants = ColumnGrant.objects.filter(column_id__in=column.ancestor_ids)
    granted = {
        grant.organisation_id
        for grant in grants
        if duty in grant.duties and (grant.with_subtree or grant.column_id == column.pk)
    }
    return holders(duty, {column.site.desk.organisation_id, *granted}, today)


def takes_reports() -> bool:
    """Whether the portal, where the form stands, asks readers for errors."""
    portal = Site.objects.open().filter(kind="portal").first()
    return portal is not None and features.is_on(portal, "corrections")
