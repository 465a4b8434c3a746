"""Import batches: who sees them, how far they are, what became of their lines."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import ImportBatch, ImportItem
from xinqiao.domains.portal.models.querysets import DESK_DUTIES, UNIT_DUTIES
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Column

TARGET = "portal.importbatch"
_PRIVATE = (rules.BatchState.READING, rules.BatchState.READY, rules.BatchState.FAILED)


@dataclass(frozen=True)
class Progress:
    """How far a batch is in what is being done to it now."""

    label: str
    done: int
    total: int

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0


@dataclass(frozen=True)
class BatchStep:
    """One step of a batch's way and, once taken, by whom."""

    code: str
    label: str
    state: str  # taken | waiting | ahead
    approval: Approval | None


def visible_batches(user: Any) -> QuerySet[ImportBatch]:
    """Batches of the person's units; to the desk only what has been submitted."""
    desk = sites.desk_columns_for(user, *DESK_DUTIES).order_by().values("pk")
    return ImportBatch.objects.filter(
        Q(organisation__in=user.organisations_with(*UNIT_DUTIES))
        | Q(column__in=desk) & ~Q(state__in=_PRIVATE)
    ).select_related("column__site__parent__parent", "organisation", "created_by")


def importing_columns(user: Any) -> QuerySet[Column]:
    """Open columns of the person's own units, into which he may import."""
    organisations = user.organisations_with("contributor")
    return (
        Column.objects.open()
        .filter(organisation__in=organisations, site__is_open=True)
        .select_related("site")
        .order_by("site__position", "site_id", "path")
    )


def outcome_counts(batch: ImportBatch) -> list[tuple[rules.ItemOutcome, int]]:
    """How many lines there are of each outcome."""
    found = batch.items.order_by().values_list("outcome").annotate(count=Count("pk"))
    counts = dict(found)
    return [(outcome, counts.get(outcome, 0)) for outcome in rules.ItemOutcome]


def items(batch: ImportBatch, outcome: str = "") -> QuerySet[ImportItem]:
    """Lines of a batch, all or those of one outcome."""
    rows = batch.items.select_related("article__site")
    return rows.filter(outcome=outcome) if outcome in rules.ItemOutcome.values else rows


def item_cells(batch: ImportBatch, outcome: str = "") -> Iterator[list[Any]]:
    """The report as rows of a table, in flat memory."""
    rows = items(batch, outcome).defer("article__body", "article__summary").order_by("line")
    for item in rows.iterator(chunk_size=500):
        title = item.article.title if item.article else ""
        yield [item.line, item.source_id, title, item.get_outcome_display(), item.message]


def progress_of(batch: ImportBatch) -> Progress | None:
    """The progress of reading or publishing; None when nothing is being done."""
    if batch.state == rules.BatchState.READING:
        done = batch.imported + batch.skipped + batch.failed
        return Progress("正在读取", done, batch.total)
    if batch.state == rules.BatchState.APPROVED and rules.PUBLISH.code in _taken(batch):
        done = batch.articles.filter(public_state=rules.PublicState.ONLINE).count()
        return Progress("正在发布", done, batch.imported)
    return None


def batch_steps(batch: ImportBatch) -> list[BatchStep]:
    """The way of the batch with the people who passed it."""
    taken = _taken(batch)
    waiting = rules.PUBLISH.code if batch.state == rules.BatchState.APPROVED else batch.state
    return [
        BatchStep(
            step.code,
            step.label,
            "taken" if step.code in taken else "waiting" if step.code == waiting else "ahead",
            taken.get(step.code),
        )
        for step in (*rules.steps_of(batch.content_class), rules.PUBLISH)
    ]


def _taken(batch: ImportBatch) -> dict[str, Approval]:
    rows = Approval.objects.of(TARGET, batch.pk).standing()
    found = rows.filter(content_hash=batch.manifest_hash).select_related("actor")
    return {row.step: row for row in found}


def batch_path(batch: ImportBatch) -> str:
    """Where the workbench shows a batch."""
    return f"/manage/imports/{batch.pk}/"
