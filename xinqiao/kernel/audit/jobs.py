"""The sequencer: gives events their place in the private tree."""

import datetime as dt
import json
import os
from pathlib import Path

from django.conf import settings
from django.db import transaction

from xinqiao.kernel.audit.models import AuditEvent, AuditSeal
from xinqiao.kernel.audit.queries import last_frontier
from xinqiao.kernel.audit.rules import SEALED_FIELDS, sealed_bytes
from xinqiao.kernel.tlog.merkle import leaf_hash

BATCH = 1000


def seal(*, now: dt.datetime) -> int:
    """Seal what waits, by batches, each with a checkpoint outside the database.

    Two sequencers at once cannot fork the tree: the sequence is the primary key, so one of
    them fails and its batch is sealed in the next round. Returns how many were sealed.
    """
    total = 0
    while count := _seal_batch(now):
        total += count
    return total


@transaction.atomic
def _seal_batch(now: dt.datetime) -> int:
    frontier = last_frontier()
    rows = list(
        AuditEvent.objects.filter(seal__isnull=True).order_by("pk").values(*SEALED_FIELDS)[:BATCH]
    )
    if not rows:
        return 0
    seals = []
    for values in rows:
        leaf = leaf_hash(sealed_bytes(values))
        seals.append(AuditSeal(sequence=frontier.size, event_id=values["id"], leaf_hash=leaf.hex()))
        frontier = frontier.appended(leaf)
    seals[-1].root_hash = frontier.root.hex()
    seals[-1].frontier = [peak.hex() for peak in frontier.peaks]
    AuditSeal.objects.bulk_create(seals)
    checkpoint = {"size": frontier.size, "root": frontier.root.hex(), "at": now.isoformat()}
    transaction.on_commit(lambda: export(checkpoint))
    return len(rows)


def checkpoint_file() -> Path:
    folder: Path = settings.XINQIAO_DATA / "audit"
    return folder / "checkpoints.jsonl"


def export(checkpoint: dict[str, object]) -> None:
    """Append a checkpoint to a file outside the database, flushed to disk."""
    path = checkpoint_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a", encoding="ascii") as file:
        file.write(json.dumps(checkpoint) + "\n")
        file.flush()
        os.fsync(file.fileno())
