"""What the sites of the county share: mirrors on the portal, offers that wait, grants, counts."""

import datetime as dt

from django.db.models import Count, Max, QuerySet

from xinqiao.config.demo import commissions, plan, units
from xinqiao.config.demo.people import People
from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Placement
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites.models import Column, ColumnGrant

Columns = dict[tuple[str, str], Column]
DECLINED = "门户已发同类稿件。"

# Where from (kind of unit, kind of article), where to, how many, of how many each.
MIRRORS = (
    ("department", rules.Kind.NEWS, "news/departments", 180, 3),
    ("township", rules.Kind.NEWS, "news/townships", 160, 3),
    ("institution", rules.Kind.NEWS, "news/county", 90, 3),
    ("department", rules.Kind.DOCUMENT, "affairs/policies", 80, 2),
    ("department", rules.Kind.NOTICE, "news/notices", 60, 4),
)
WAITING, REFUSED = 6, 4  # of each mirror: offers not yet decided, offers declined


def share(columns: Columns, staff: People, now: dt.datetime) -> int:
    """Let the portal carry part of what the sub-sites wrote. Returns how many placements."""
    editor = staff.of("government", "editor")
    rows = [row for mirror in MIRRORS for row in _mirrored(mirror, columns, editor, now)]
    return len(Placement.objects.bulk_create(rows))


def _mirrored(
    mirror: tuple[str, str, str, int, int], columns: Columns, editor: User, now: dt.datetime
) -> list[Placement]:
    unit_kind, kind, path, count, step = mirror
    target = columns[plan.PORTAL, path]
    found = list(_own(unit_kind, kind)[: count * step])[::step]
    return [_placement(own, target, number, editor, now) for number, own in enumerate(found)]


def _own(unit_kind: str, kind: str) -> QuerySet[Placement]:
    rows = Placement.objects.filter(
        site__kind="subsite",
        site__organisation__kind=unit_kind,
        state=rules.PlacementState.ONLINE,
        article__kind=kind,
    )
    return rows.select_related("article__created_by").order_by("-published_at", "-id")


def _placement(
    own: Placement, target: Column, number: int, editor: User, now: dt.datetime
) -> Placement:
    """The newest offers still wait, a few were declined, the rest stand on the portal."""
    row = Placement(
        article=own.article,
        column=target,
        site_id=target.site_id,
        mode=rules.PlacementMode.MIRROR,
        state=rules.PlacementState.OFFERED,
        offered_by=own.article.created_by,
        offered_at=own.published_at or now,
    )
    if number < WAITING:
        return row
    row.decided_by, row.decided_at = editor, own.published_at
    if number < WAITING + REFUSED:
        row.state, row.reason = rules.PlacementState.DECLINED, DECLINED
    else:
        row.state, row.published_at = rules.PlacementState.ONLINE, own.published_at
    return row


def grant(columns: Columns, organisations: dict[str, Organisation]) -> None:
    """Open the co-built columns to the units that write for them."""
    wanted = [
        (columns[plan.PORTAL, f"{area}/{slug}"], unit.code)
        for (area, slug), kind in commissions.SHARED.items()
        for unit in units.content_units()
        if unit.kind == kind
    ]
    wanted += [
        (columns[unit.parent, commissions.VILLAGES], unit.code)
        for unit in units.content_units()
        if unit.kind == "village"
    ]
    ColumnGrant.objects.bulk_create(
        ColumnGrant(column=column, organisation=organisations[code], duties=["contributor"])
        for column, code in wanted
    )


def count_columns() -> None:
    """Set the number of articles and the moment of the newest on every column."""
    online = Placement.objects.filter(state=rules.PlacementState.ONLINE)
    counted = online.values("column").annotate(n=Count("pk"), last=Max("published_at"))
    Column.objects.bulk_update(
        [
            Column(pk=row["column"], online_count=row["n"], last_published_at=row["last"])
            for row in counted.order_by()
        ],
        ["online_count", "last_published_at"],
        batch_size=100,
    )
