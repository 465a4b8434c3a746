"""The sequencer: gives events their place in the private tree and signs where it ends.

The order is the order of sealing, not of ids: a transaction that began earlier may commit
later, and its event is then sealed later. One sequencer runs at a time.
"""

import datetime as dt

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from xinqiao.kernel.audit import exported, keys, rules
from xinqiao.kernel.audit.models import AuditCheckpoint, AuditEvent, AuditSeal
from xinqiao.kernel.tlog.checkpoints import Checkpoint
from xinqiao.kernel.tlog.edges import Edge
from xinqiao.kernel.tlog.hashing import SHA256
from xinqiao.kernel.tlog.notes import Signer

BATCH = 1000  # events a checkpoint
LATE = dt.timedelta(hours=1)  # no transaction stays open for longer
LOCK = 0x7869_6E71  # this sequencer's number among PostgreSQL's advisory locks


class LogForked(Exception):
    """The database ends before the exported checkpoints, or tells another story."""


def seal_batch(now: dt.datetime) -> int:
    """Seal up to ``BATCH`` events and export the checkpoint. Returns how many.

    Raises LogForked, keys.SigningKeyMissing.
    """
    with transaction.atomic():
        count = _seal(now) if _is_ours_alone() else 0
    export_pending()
    return count


def _is_ours_alone() -> bool:
    """SQLite has one writer anyway (BEGIN IMMEDIATE); PostgreSQL gives a lock or says no."""
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _seal(now: dt.datetime) -> int:
    last = AuditCheckpoint.objects.order_by("size").last()
    _refuse_fork(last)
    events = list(_waiting(last, now)[:BATCH])
    if events:
        edge = _appended(_edge_of(last), events)
        highest = max(event.pk for event in events)
        _sign(edge, max(highest, last.highest_event_id if last else 0), _signer(last), now)
    return len(events)


def _refuse_fork(last: AuditCheckpoint | None) -> None:
    """Never seal on from a database that was set back (Sunlight's rule: no second story)."""
    line = exported.last()
    if line is None:
        return
    if last is None or line.size > last.size:
        size = last.size if last else 0
        raise LogForked(f"导出的检查点记有{line.size}条，数据库只有{size}条，可能恢复了旧数据库。")
    if not AuditCheckpoint.objects.filter(size=line.size, note=line.note).exists():
        raise LogForked(f"第{line.size}条的检查点与导出的不一致。")


def _waiting(last: AuditCheckpoint | None, now: dt.datetime) -> QuerySet[AuditEvent]:
    """Events without a seal; looks an hour back, and through everything once a day."""
    waiting = AuditEvent.objects.filter(seal__isnull=True).order_by("pk")
    if last is None or timezone.localdate(last.at) != timezone.localdate(now):
        return waiting
    settled = AuditCheckpoint.objects.filter(at__lt=now - LATE).order_by("size").last()
    return waiting.filter(pk__gt=settled.highest_event_id) if settled else waiting


def _edge_of(last: AuditCheckpoint | None) -> Edge:
    return Edge.from_bytes(last.size, bytes(last.edge)) if last else Edge()


def _appended(edge: Edge, events: list[AuditEvent]) -> Edge:
    hashes = [SHA256.leaf(rules.leaf(event.columns())) for event in events]
    AuditSeal.objects.bulk_create(
        AuditSeal(position=edge.size + offset, event=event, leaf_hash=leaf_hash)
        for offset, (event, leaf_hash) in enumerate(zip(events, hashes, strict=True))
    )
    return edge.extended(hashes)


def _signer(last: AuditCheckpoint | None) -> Signer:
    """The log's key; made for the very first seal only."""
    if last is None and not keys.path().exists():
        return keys.create()
    return keys.load()


def _sign(edge: Edge, highest: int, signer: Signer, now: dt.datetime) -> None:
    text = Checkpoint(signer.name, edge.size, edge.root, (f"at {rules.moment(now)}",))
    AuditCheckpoint.objects.create(
        size=edge.size,
        root=edge.root,
        edge=edge.to_bytes(),
        highest_event_id=highest,
        note=text.signed(signer),
        at=now,
    )


def export_pending() -> None:
    """Write out the checkpoints that a crash kept from their file."""
    line = exported.last()
    waiting = AuditCheckpoint.objects.filter(size__gt=line.size if line else 0).order_by("size")
    exported.append(waiting.iterator())
