"""Opening columns to the people of other units."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.sites import policies
from xinqiao.kernel.sites.actions import acts
from xinqiao.kernel.sites.models import ColumnGrant


@transaction.atomic
def grant_column(
    *,
    actor: Any,
    column_id: int,
    organisation_id: int,
    duties: Iterable[str],
    now: dt.datetime,
    with_subtree: bool = True,
) -> ColumnGrant:
    """Let another unit's people use these duties in a column. Raises PermissionDenied."""
    column = acts.locked_column(column_id)
    require(policies.can_manage_site(actor, column.site))
    grant, _new = ColumnGrant.objects.update_or_create(
        column=column,
        organisation_id=organisation_id,
        defaults={"duties": sorted(set(duties)), "with_subtree": with_subtree},
    )
    after = {"organisation": organisation_id, "duties": grant.duties, "subtree": with_subtree}
    acts.record("sites.column_granted", actor, column, now, after=after)
    return grant


@transaction.atomic
def revoke_grant(*, actor: Any, grant_id: int, now: dt.datetime) -> None:
    """Take a grant back. Raises PermissionDenied."""
    grant = ColumnGrant.objects.select_related("column__site").get(pk=grant_id)
    require(policies.can_manage_site(actor, grant.column.site))
    before = {"organisation": grant.organisation_id, "duties": grant.duties}
    grant.delete()
    acts.record("sites.grant_revoked", actor, grant.column, now, before=before)
