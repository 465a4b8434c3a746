"""Who answers for each column of the county, and how often it is updated or looked over."""

import datetime as dt

from xinqiao.config.demo import commissions, plan
from xinqiao.config.demo.people import People
from xinqiao.kernel.sites.models import Column

Columns = dict[tuple[str, str], Column]
UPDATE_DAYS = {"fresh": 14, "steady": 60, "slow": 120, "stale": 120, "blank": 60}
REVIEW_DAYS = 180
NOBODY_EVERY = 40  # one column in so many has nobody who answers for it, as in real counties


def assign(columns: Columns, staff: People, now: dt.datetime, today: dt.date) -> None:
    """Give every column of the plan its keeper, its mode and its rule."""
    changed = []
    for number, planned in enumerate(plan.columns()):
        column = columns[planned.site, planned.path]
        is_joint = (planned.area, planned.slug) in commissions.SHARED
        column.mode = "joint" if is_joint or planned.slug == commissions.VILLAGES else "built"
        column.opened_at = now - dt.timedelta(days=900)
        if number % NOBODY_EVERY:
            column.keeper = staff.by_role.get((planned.unit, "writer"))
        if planned.is_static:
            column.review_by = today + dt.timedelta(days=number % REVIEW_DAYS - 5)
        else:
            column.update_days = UPDATE_DAYS[planned.pace]
        changed.append(column)
    fields = ["mode", "opened_at", "keeper", "review_by", "update_days"]
    Column.objects.bulk_update(changed, fields, batch_size=200)
