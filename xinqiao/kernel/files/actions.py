"""Taking files in, and sweeping up what a rolled-back transaction left behind."""

import datetime as dt
import hashlib

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.files import policies, rules, storage
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.organisations.models import Organisation

ORPHAN_HOURS = 24  # no transaction of ours lasts so long
SWEEP_BATCH = 500


def store_upload(
    *, actor: User, organisation: Organisation, upload: "UploadedFile[bytes]", now: dt.datetime
) -> StoredFile:
    """Check and keep what a member of staff sent. Raises PermissionDenied, rules.UploadRefused."""
    require(policies.can_upload(actor, organisation))
    kind = rules.kind_of(rules.clean_name(upload.name or ""))
    rules.check_size(upload.size or 0, kind, _limit_bytes(kind))
    return store_content(
        uploader=actor,
        organisation=organisation,
        name=upload.name or "",
        content=upload.read(),
        now=now,
    )


def store_content(
    *,
    uploader: User | None,
    organisation: Organisation,
    name: str,
    content: bytes,
    now: dt.datetime,
) -> StoredFile:
    """Check and keep bytes that a command or an import brought; no person is asked for.

    Checking and writing come before the transaction, which would hold SQLite's one write lock.
    Raises rules.UploadRefused.
    """
    limit_bytes = _limit_bytes(rules.kind_of(rules.clean_name(name)))
    accepted = rules.check_upload(name=name, content=content, limit_bytes=limit_bytes)
    path = storage.new_path(accepted.extension, now)
    storage.write(path, accepted.content)
    return _note(
        StoredFile(
            organisation=organisation,
            uploader=uploader,
            name=accepted.name,
            extension=accepted.extension,
            size=len(accepted.content),
            sha256=hashlib.sha256(accepted.content).hexdigest(),
            content_type=accepted.content_type,
            path=path,
            width=accepted.width,
            height=accepted.height,
            seconds=accepted.seconds,
            created_at=now,
        )
    )


def _limit_bytes(kind: rules.FileType) -> int:
    """The operator's limit: one for videos, one for everything else."""
    is_video = kind.family is rules.Family.VIDEO
    limit: int = settings.XINQIAO_VIDEO_BYTES if is_video else settings.XINQIAO_UPLOAD_BYTES
    return limit


@transaction.atomic
def _note(stored: StoredFile) -> StoredFile:
    stored.save(force_insert=True)
    audit.record(
        action="files.stored",
        actor=stored.uploader,
        target=stored,
        at=stored.created_at,
        organisation_id=stored.organisation_id,
        after={"name": stored.name, "sha256": stored.sha256, "size": stored.size},
    )
    return stored


def sweep_orphans(*, now: dt.datetime) -> int:
    """Delete stored bytes that no row names, a day after they were written. Returns how many."""
    removed = 0
    batch: list[str] = []
    for path in storage.paths_older_than(now - dt.timedelta(hours=ORPHAN_HOURS)):
        batch.append(path)
        if len(batch) == SWEEP_BATCH:
            removed += _remove_unnamed(batch)
            batch = []
    return removed + _remove_unnamed(batch)


def _remove_unnamed(paths: list[str]) -> int:
    named = set(StoredFile.objects.filter(path__in=paths).values_list("path", flat=True))
    unnamed = [path for path in paths if path not in named]
    for path in unnamed:
        storage.remove(path)
    return len(unnamed)
