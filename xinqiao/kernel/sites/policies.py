"""Who may use a duty in a column, and who may change sites, columns and grants."""

from typing import Any

from xinqiao.kernel.sites import rules
from xinqiao.kernel.sites.models import Column, ColumnGrant, Site

SYSTEM_ADMIN = "system_admin"
FEATURE_DECIDERS = (rules.SITE_MANAGER, "publisher")  # at the unit of the portal


def grants_of(user: Any) -> list[ColumnGrant]:
    """Grants to the user's organisations, read once for each loaded user, as his duties are."""
    if "column_grants" not in user.__dict__:
        organisations = user.organisations_with(*user.duty_codes)
        grants = ColumnGrant.objects.filter(organisation__in=organisations)
        user.__dict__["column_grants"] = list(grants.select_related("column"))
    grants_read: list[ColumnGrant] = user.__dict__["column_grants"]
    return grants_read


def grants_for(user: Any, duty: str) -> list[ColumnGrant]:
    """Those grants that let the user use this duty."""
    held = user.organisations_with(duty)
    if not held:
        return []
    return [
        grant for grant in grants_of(user) if duty in grant.duties and grant.organisation_id in held
    ]


def is_granted(user: Any, column: Column, duty: str) -> bool:
    """Whether a grant lets one of the user's organisations use this duty in the column."""
    return any(
        grant.column_id == column.pk
        or (grant.with_subtree and grant.column_id in column.ancestor_ids)
        for grant in grants_for(user, duty)
    )


def holds_in_column(user: Any, column: Column, duty: str) -> bool:
    """Whether the user has this duty in the site's unit, the column's unit, or by a grant."""
    if user.holds(duty, column.site.organisation_id) or user.holds(duty, column.organisation_id):
        return True
    return is_granted(user, column, duty)


def holds_at_desk(user: Any, column: Column, duty: str) -> bool:
    """Whether the user has this duty at the desk that publishes in the column, or by a grant."""
    return user.holds(duty, column.site.desk.organisation_id) or is_granted(user, column, duty)


def can_open_site(user: Any, parent: Site | None) -> bool:
    """A site manager of the site above; the first site of all is the system administrator's."""
    if parent is None:
        return SYSTEM_ADMIN in user.duty_codes
    return user.holds(rules.SITE_MANAGER, parent.organisation_id) or (
        SYSTEM_ADMIN in user.duty_codes
    )


def can_manage_site(user: Any, site: Site) -> bool:
    """The site manager of the site's unit, or of the desk that publishes on it."""
    return user.holds(rules.SITE_MANAGER, site.organisation_id) or user.holds(
        rules.SITE_MANAGER, site.desk.organisation_id
    )


def can_review_column(user: Any, column: Column) -> bool:
    """Whoever answers for the column, or manages its site."""
    return column.keeper_id == user.pk or can_manage_site(user, column.site)


def can_switch_features(user: Any, site: Site) -> bool:
    """The site manager or a publisher of the portal's own unit, for every site below it."""
    return any(user.holds(duty, site.top.organisation_id) for duty in FEATURE_DECIDERS)
