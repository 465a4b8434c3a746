"""Who may use a duty in a column, and who may change sites, columns and grants."""

from typing import Any

from xinqiao.kernel.sites import rules
from xinqiao.kernel.sites.models import Column, ColumnGrant, Site

SYSTEM_ADMIN = "system_admin"


def is_granted(user: Any, column: Column, duty: str) -> bool:
    """Whether a grant lets one of the user's organisations use this duty in the column."""
    held = user.organisations_with(duty)
    if not held:
        return False
    grants = ColumnGrant.objects.filter(column_id__in=column.ancestor_ids, organisation__in=held)
    return any(
        duty in grant.duties and (grant.with_subtree or grant.column_id == column.pk)
        for grant in grants
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
