"""What the inspection reads, for many sites with one query each."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Min, Sum
from django.utils import timezone

from xinqiao.domains.assessment import rules
from xinqiao.domains.assessment.models import SiteVisits, StandardLine
from xinqiao.domains.portal import public as portal
from xinqiao.kernel.sites.models import Column

GROUPS = {
    **dict.fromkeys(portal.NEWS_TYPES, rules.Group.NEWS),
    **dict.fromkeys((*portal.NOTICE_TYPES, *portal.POLICY_TYPES), rules.Group.NOTICE),
}
WEEK_DAYS = 7


def standards() -> rules.Standards:
    """The lines in force: the usual ones, and what an administrator set in their place."""
    known = dict(rules.STANDARDS)
    for line in StandardLine.objects.filter(code__in=known):
        usual = known[line.code]
        known[line.code] = rules.Standard(
            usual.code, usual.veto, usual.label, usual.unit, line.limit, line.warning
        )
    return known


def columns_of(site_ids: Sequence[int]) -> dict[int, list[Column]]:
    """The open columns of these sites. One query."""
    found: dict[int, list[Column]] = defaultdict(list)
    rows = Column.objects.open().filter(site__in=site_ids).order_by("pk")
    for column in rows.only(
        *("site_id", "name", "path", "tree_path", "column_type", "kind", "online_count"),
        *("last_published_at", "organisation_id", "keeper_id"),
    ):
        found[column.site_id].append(column)
    return found


def fact_of(column: Column) -> rules.ColumnFact:
    """The column as the rules see it."""
    newest = column.last_published_at
    return rules.ColumnFact(
        id=column.pk,
        tree_path=column.tree_path,
        column_type=column.column_type,
        is_dynamic=column.kind == Column.Kind.DYNAMIC,
        online=column.online_count,
        updated=timezone.localdate(newest) if newest else None,
    )


def weeks_of(site_ids: Sequence[int], today: dt.date) -> dict[int, rules.Access]:
    """The visits of the last seven whole days and today, by site. One query.

    Today is not whole: it does not count for the fewest visits a day.
    """
    since = today - dt.timedelta(days=WEEK_DAYS)
    rows = SiteVisits.objects.filter(site__in=site_ids, day__gte=since, day__lte=today)
    sums = rows.values("site").annotate(attempts=Sum("attempts"), failures=Sum("failures"))
    whole = rows.filter(day__lt=today).values("site").annotate(fewest=Min("attempts"))
    fewest = dict(whole.values_list("site", "fewest"))
    return {
        row["site"]: rules.Access(
            row["attempts"], row["failures"], fewest.get(row["site"], rules.PROBES_A_DAY)
        )
        for row in sums
    }
