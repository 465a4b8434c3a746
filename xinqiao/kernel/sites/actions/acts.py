"""What every act on sites and columns begins and ends with: the lock, the record, the news."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.sites.models import Column, Site


def locked_site(site_id: int) -> Site:
    """The site's row, locked until the transaction ends, with what decides its desk."""
    rows = Site.objects.select_for_update(of=("self",)).select_related("parent__parent")
    return rows.get(pk=site_id)


def locked_column(column_id: int) -> Column:
    """The column's row, locked until the transaction ends, with its site."""
    rows = Column.objects.select_for_update(of=("self",))
    return rows.select_related("site__parent__parent", "parent").get(pk=column_id)


def column_changed(column: Column, now: dt.datetime, paths: Iterable[str] = ()) -> None:
    """Tell press that the column, its lists or the navigation have changed."""
    keys = [f"site:{column.site_id}:navigation", f"list:column:{column.pk}"]
    keys += [f"list:subtree:{pk}" for pk in column.ancestor_ids]
    jobs.emit("column", keys, paths=paths, at=now)


def record(action: str, actor: Any, target: Site | Column, now: dt.datetime, **facts: Any) -> None:
    """Write the act into the audit trail, in this transaction."""
    audit.record(
        action=action,
        actor=actor,
        target=target,
        at=now,
        organisation_id=target.organisation_id,
        **facts,
    )
