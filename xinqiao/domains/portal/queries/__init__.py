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
from xinqiao.domains.portal.queries.interpretation import (
    Reading,
    interpretation_gaps,
    planned_documents,
    readings_of,
)
from xinqiao.domains.portal.queries.people import desk_people, unit_people
from xinqiao.domains.portal.queries.todo import Waiting, todo_for
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
    "Contents",
    "Difference",
    "Kept",
    "Reading",
    "StepState",
    "Waiting",
    "batch_is_approved",
    "contents_of",
    "covering_batch",
    "desk_people",
    "differences",
    "document_of",
    "documents_of",
    "hash_of",
    "interpretation_gaps",
    "is_approved",
    "kept_by",
    "manifest_hashes",
    "manifest_is_passed",
    "manifest_of",
    "next_people",
    "online_is_approved",
    "overdue_on",
    "planned_documents",
    "readings_of",
    "todo_for",
    "unit_people",
    "without_keeper",
    "workbench_path",
    "workflow_map",
]
