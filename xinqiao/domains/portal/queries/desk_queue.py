"""What units have sent to a column, by the four states of the desk."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Placement
from xinqiao.domains.portal.rules.desk_queue import Outcome, QueueState
from xinqiao.kernel.sites.models import Column

COLUMNS = 100
_OWN = Q(mode=rules.PlacementMode.OWN)
_EDITED = ~Q(article__desk_writers=[])
_ARRIVED = _OWN & Q(article__stage=rules.Stage.EDITING) & ~_EDITED
_SELECTED = Q(article__desk_decision__outcome=Outcome.SELECTED)
_CONFIRMING = Q(article__confirming=True, article__stage__in=rules.REVIEW_STAGES)
_IN_WORK = Q(article__stage__in=rules.DESK_STAGES) | _CONFIRMING
_AT_UNIT = ~Q(article__stage__in=rules.DESK_STAGES | rules.REVIEW_STAGES)
State = rules.PlacementState

# The same tests as rules.desk_queue.queue_state, for many rows at once.
TESTS: dict[str, Q] = {
    QueueState.RECEIVED: _ARRIVED & ~_SELECTED | ~_OWN & Q(state=State.OFFERED),
    QueueState.FILTERED: _ARRIVED & _SELECTED,
    QueueState.PROCESSED: (
        _OWN & (Q(article__stage=rules.Stage.APPROVED) | _CONFIRMING)
        | _OWN & Q(article__stage=rules.Stage.EDITING) & _EDITED
        | ~_OWN & Q(state=State.ACCEPTED)
    ),
    QueueState.PUBLISHED: Q(state=State.ONLINE) & (~_OWN | ~_IN_WORK),
    QueueState.REJECTED: (
        _OWN
        & ~Q(state=State.ONLINE)
        & _AT_UNIT
        & Q(article__desk_decision__outcome=Outcome.REJECTED)
        | ~_OWN & Q(state=State.DECLINED)
    ),
}
COUNTS = {code: Count("pk", filter=test) for code, test in TESTS.items()}


def submissions(column: Column, state: str) -> QuerySet[Placement]:
    """What stands in a state in a column, with what a list shows of it."""
    rows = Placement.objects.filter(TESTS[state], column=column)
    return rows.select_related(
        "article__organisation", "article__created_by", "article__desk_decision", "decided_by"
    ).defer("article__body", "article__summary")


def counts(column: Column) -> dict[str, int]:
    """How many stand in each state in a column."""
    return Placement.objects.filter(column=column).aggregate(**COUNTS)


def joint_columns(columns: QuerySet[Column]) -> list[dict[str, Any]]:
    """Of these columns the jointly built ones, each with its counts; most received first."""
    joint = list(columns.filter(mode=Column.Mode.JOINT)[:COLUMNS])
    rows = Placement.objects.filter(column__in=joint).order_by()
    counted = {row["column"]: row for row in rows.values("column").annotate(**COUNTS)}
    nothing: dict[str, Any] = dict.fromkeys(COUNTS, 0)
    found = [{**counted.get(column.pk, nothing), "column": column} for column in joint]
    return sorted(found, key=lambda row: -int(row[QueueState.RECEIVED]))
