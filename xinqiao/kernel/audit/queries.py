"""Reading and verifying the audit trail."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from xinqiao.kernel.audit.models import AuditEvent, AuditSeal
from xinqiao.kernel.audit.rules import SEALED_FIELDS, Report, sealed_bytes
from xinqiao.kernel.tlog.merkle import Frontier, leaf_hash


def last_frontier() -> Frontier:
    """The right edge of the tree as last sealed."""
    row = AuditSeal.objects.exclude(root_hash="").order_by("-sequence").first()
    if row is None:
        return Frontier()
    return Frontier(row.sequence + 1, tuple(bytes.fromhex(peak) for peak in row.frontier or []))


def events(*, word: str = "", action: str = "") -> QuerySet[AuditEvent]:
    """Events, newest first, by a word in person or object and by the start of an action."""
    rows = AuditEvent.objects.order_by("-pk")
    if word:
        rows = rows.filter(Q(actor_label__icontains=word) | Q(target_label__icontains=word))
    return rows.filter(action__startswith=action) if action else rows


def verify(checkpoints: Path) -> Report:
    """Recompute the whole tree and hold it against the exported checkpoints. Flat memory."""
    report = Report(waiting=AuditEvent.objects.filter(seal__isnull=True).count())
    expected = {point["size"]: point["root"] for point in _read(checkpoints)}
    frontier = Frontier()
    for row in _sealed_rows():
        _verify_row(row, frontier, report)
        frontier = frontier.appended(bytes.fromhex(row["seal__leaf_hash"]))
        root = expected.pop(frontier.size, None)
        if root is not None and root != frontier.root.hex():
            report.problems.append(f"前{frontier.size}条与导出的校验点不符，记录被替换过。")
    report.sealed = frontier.size
    for size in sorted(expected):
        report.problems.append(f"校验点记有{size}条，库中只有{frontier.size}条，末尾被删去。")
    return report


def _verify_row(row: dict[str, Any], frontier: Frontier, report: Report) -> None:
    if row["seal__sequence"] != frontier.size:
        report.problems.append(f"缺少序号{frontier.size}的记录。")
    if leaf_hash(sealed_bytes(row)).hex() != row["seal__leaf_hash"]:
        report.problems.append(f"编号{row['id']}的记录被改动过。")


def _sealed_rows() -> Iterator[dict[str, Any]]:
    rows = AuditEvent.objects.filter(seal__isnull=False).order_by("seal__sequence")
    return rows.values(*SEALED_FIELDS, "seal__sequence", "seal__leaf_hash").iterator(2000)


def _read(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    return [json.loads(line) for line in path.read_text(encoding="ascii").splitlines() if line]
