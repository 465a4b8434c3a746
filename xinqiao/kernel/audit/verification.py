"""Holding events, seals, checkpoints and exported files against one another.

Everything is read once and in order, so memory stays flat however long the trail is.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection, models
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.audit import exported, guards, keys, rules
from xinqiao.kernel.audit.models import AuditCheckpoint, AuditEvent, AuditSeal
from xinqiao.kernel.tlog import checkpoints
from xinqiao.kernel.tlog.edges import Edge
from xinqiao.kernel.tlog.hashing import SHA256
from xinqiao.kernel.tlog.notes import BadNote, Verifier

CHUNK = 1000
MAX_PROBLEMS = 100


class Fault(models.TextChoices):
    """What may be wrong with the trail."""

    EVENT_CHANGED = "event_changed", _("事件被改动")
    EVENT_MISSING = "event_missing", _("事件被删除")
    SEAL_MISSING = "seal_missing", _("封存记录缺失")
    SEAL_UNSIGNED = "seal_unsigned", _("封存记录没有检查点")
    HISTORY_REPLACED = "history_replaced", _("与检查点不符")
    TAIL_CUT = "tail_cut", _("末尾被删去")
    CHECKPOINT_FORGED = "checkpoint_forged", _("检查点签名无效")
    KEY_MISSING = "key_missing", _("签名密钥缺失")
    GUARD_MISSING = "guard_missing", _("数据库防护缺失")


class Problem(NamedTuple):
    """One thing that is wrong, and where."""

    fault: Fault
    text: str

    def __str__(self) -> str:
        return f"{self.fault.label}：{self.text}"


@dataclass
class Report:
    """What was verified and what is wrong; unsealed events wait for the sequencer."""

    sealed: int = 0
    unsealed: int = 0
    exported: int = 0
    problems: list[Problem] = field(default_factory=list)
    more_problems: int = 0

    @property
    def is_whole(self) -> bool:
        return not self.problems

    def add(self, fault: Fault, text: str) -> None:
        """Note a problem; after a hundred only their number."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(fault, text))
        else:
            self.more_problems += 1

    def __str__(self) -> str:
        lines = [
            f"已封存{self.sealed}条，等待封存{self.unsealed}条，核对导出的检查点{self.exported}个。"
        ]
        lines += [str(problem) for problem in self.problems]
        if self.more_problems:
            lines.append(f"另有{self.more_problems}处问题没有列出。")
        return "\n".join([*lines, "完整，没有发现改动。" if self.is_whole else "发现问题。"])


class Expected(NamedTuple):
    """The root that a checkpoint promises at a size."""

    size: int
    root: bytes
    where: str


def verify() -> Report:
    """Recompute the whole tree from the events and name everything that does not fit."""
    report = Report(unsealed=AuditEvent.objects.filter(seal__isnull=True).count())
    for name in guards.missing(connection):
        report.add(Fault.GUARD_MISSING, name)
    edge, signed_size = Edge(), 0
    seals = _checked_seals(report)
    for expected in _expected(report):
        while edge.size < expected.size and (leaf_hash := next(seals, None)) is not None:
            edge = edge.appended(leaf_hash)
        signed_size = max(signed_size, expected.size)
        _compare(edge, expected, report)
    report.sealed = edge.size + sum(1 for _leaf in seals)
    if report.sealed > signed_size:
        report.add(Fault.SEAL_UNSIGNED, f"第{signed_size + 1}条起没有签名的检查点。")
    return report


def _compare(edge: Edge, expected: Expected, report: Report) -> None:
    if edge.size < expected.size:
        text = f"{expected.where}记有{expected.size}条，数据库只有{edge.size}条。"
        report.add(Fault.TAIL_CUT, text)
    elif edge.root != expected.root:
        report.add(Fault.HISTORY_REPLACED, f"前{expected.size}条与{expected.where}不符。")


def _checked_seals(report: Report) -> Iterator[bytes]:
    """The leaf hashes in order, each compared with its event."""
    due = 0
    for chunk in _chunks():
        events = AuditEvent.objects.in_bulk([seal.event_id for seal in chunk])
        for seal in chunk:
            if seal.position != due:
                report.add(Fault.SEAL_MISSING, f"序号{due}到{seal.position - 1}。")
            due = seal.position + 1
            _check_event(seal, events.get(seal.event_id), report)
            yield bytes(seal.leaf_hash)


def _chunks() -> Iterator[list[AuditSeal]]:
    last = -1
    while chunk := list(AuditSeal.objects.filter(position__gt=last).order_by("position")[:CHUNK]):
        yield chunk
        last = chunk[-1].position


def _check_event(seal: AuditSeal, event: AuditEvent | None, report: Report) -> None:
    if event is None:
        report.add(Fault.EVENT_MISSING, f"序号{seal.position}，事件编号{seal.event_id}。")
    elif SHA256.leaf(rules.leaf(event.columns())) != bytes(seal.leaf_hash):
        report.add(Fault.EVENT_CHANGED, f"序号{seal.position}，事件编号{event.pk}。")


def _expected(report: Report) -> Iterator[Expected]:
    """Every promise in order of size, from the database and from the exported files."""
    if not exported.files() and not AuditCheckpoint.objects.exists():
        return
    try:
        verifier = keys.load().verifier
    except keys.SigningKeyMissing as error:
        report.add(Fault.KEY_MISSING, str(error))
        return
    yield from heapq.merge(_stored(verifier, report), _exported(verifier, report))


def _stored(verifier: Verifier, report: Report) -> Iterator[Expected]:
    for row in AuditCheckpoint.objects.order_by("size").iterator():
        where = f"数据库中{row.size}条的检查点"
        found = _opened(row.note, row.size, verifier)
        if found is None or found.root != bytes(row.root):
            report.add(Fault.CHECKPOINT_FORGED, where)
        if found is not None:
            yield Expected(row.size, found.root, where)


def _exported(verifier: Verifier, report: Report) -> Iterator[Expected]:
    """The files are only ever appended to, so sizes rise; one that falls was put there."""
    highest = 0
    for line in exported.lines():
        report.exported += 1
        where = f"导出的第{line.number}个检查点"
        found = _opened(line.note, line.size, verifier)
        if found is None or found.size < highest:
            report.add(Fault.CHECKPOINT_FORGED, where)
            continue
        highest = found.size
        yield Expected(found.size, found.root, where)


def _opened(note: str, size: int, verifier: Verifier) -> checkpoints.Checkpoint | None:
    try:
        found = checkpoints.opened(note, verifier.name, [verifier])
    except BadNote:
        return None
    return found if found.size == size else None
