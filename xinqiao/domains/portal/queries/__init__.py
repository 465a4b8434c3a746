"""Answers for screens and reports; nothing here writes."""

from xinqiao.domains.portal.queries.columns import (
    Contents,
    Kept,
    contents_of,
    kept_by,
    overdue_on,
    without_keeper,
)
from xinqiao.domains.portal.queries.content import (
    ARTICLE,
    BATCH,
    batch_is_approved,
    covering_batch,
    document_of,
    documents_of,
    hash_of,
    is_approved,
    manifest_hashes,
    manifest_is_passed,
    manifest_of,
    online_is_approved,
    workbench_path,
)
from xinqiao.domains.portal.queries.flow import (
    columns_at_work,
    known_columns,
    shares,
    waiting_in,
    ways,
)
from xinqiao.domains.portal.queries.interpretation import (
    Reading,
    interpretation_gaps,
    planned_documents,
    readings_of,
)
from xinqiao.domains.portal.queries.people import desk_people, holders, unit_people
from xinqiao.domains.portal.queries.pushes import (
    Carrier,
    carriers,
    push_sites,
    push_targets,
    pushes_with_counts,
)
from xinqiao.domains.portal.queries.roster import (
    desks_kept_by,
    duty_editors,
    on_duty_for,
    shifts_of,
)
from xinqiao.domains.portal.queries.tasks import (
    parts_waiting,
    task_path,
    task_targets,
    tasks_answered,
    tasks_with_counts,
)
from xinqiao.domains.portal.queries.todo import RECALLED, Waiting, todo_for
from xinqiao.domains.portal.queries.usability import Usability, usability
from xinqiao.domains.portal.queries.weekly import packs_for, weekly_pack
from xinqiao.domains.portal.queries.workflow import (
    Difference,
    StepState,
    differences,
    next_people,
    workflow_map,
)

__all__ = [
    "ARTICLE",
    "BATCH",
    "RECALLED",
    "Carrier",
    "Contents",
    "Difference",
    "Kept",
    "Reading",
    "StepState",
    "Usability",
    "Waiting",
    "batch_is_approved",
    "carriers",
    "columns_at_work",
    "contents_of",
    "covering_batch",
    "desk_people",
    "desks_kept_by",
    "differences",
    "document_of",
    "documents_of",
    "duty_editors",
    "hash_of",
    "holders",
    "interpretation_gaps",
    "is_approved",
    "kept_by",
    "known_columns",
    "manifest_hashes",
    "manifest_is_passed",
    "manifest_of",
    "next_people",
    "on_duty_for",
    "online_is_approved",
    "overdue_on",
    "packs_for",
    "parts_waiting",
    "planned_documents",
    "push_sites",
    "push_targets",
    "pushes_with_counts",
    "readings_of",
    "shares",
    "shifts_of",
    "task_path",
    "task_targets",
    "tasks_answered",
    "tasks_with_counts",
    "todo_for",
    "unit_people",
    "usability",
    "waiting_in",
    "ways",
    "weekly_pack",
    "without_keeper",
    "workbench_path",
    "workflow_map",
]
