"""What of an import runs in the background: reading a file, publishing a batch."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from xinqiao.domains.portal.actions import imports, imports_publishing
from xinqiao.domains.portal.models import ImportBatch
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.jobs import actions as jobs


@transaction.atomic
def start_reading(*, actor: User, batch_id: int, now: dt.datetime) -> ImportBatch:
    """Begin a batch and queue its reading. Refusals are those of imports.begin."""
    batch = imports.begin(actor=actor, batch_id=batch_id, now=now)
    jobs.enqueue(read, batch.pk, once_key=f"import-read:{batch.pk}:{batch.position}")
    return batch


@transaction.atomic
def start_publishing(*, actor: User, batch_id: int, now: dt.datetime) -> ImportBatch:
    """Take the publisher's word and queue the publishing. Refusals: approve_publication."""
    batch = imports_publishing.approve_publication(actor=actor, batch_id=batch_id, now=now)
    jobs.enqueue(publish, batch.pk, once_key=f"import-publish:{batch.pk}:{batch.manifest_hash}")
    return batch


@task
def read(batch_id: int) -> None:
    """Read a batch's file from where it stands."""
    imports.count_lines(batch_id=batch_id)
    imports.read_batch(batch_id=batch_id, now=timezone.now())


@task
def publish(batch_id: int) -> None:
    """Bring a passed batch online."""
    imports_publishing.publish_batch(batch_id=batch_id, now=timezone.now())
