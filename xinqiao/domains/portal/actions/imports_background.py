"""What of an import runs in the background: reading, publishing, withdrawing."""

import datetime as dt

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.actions import (
    imports,
    imports_approval,
    imports_publishing,
    imports_rollback,
    migration,
    migration_reading,
)
from xinqiao.domains.portal.models import ImportBatch, LegacySite
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.policies import require
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


@transaction.atomic
def start_withdrawing(*, actor: User, batch_id: int, reason: str, now: dt.datetime) -> ImportBatch:
    """Queue the withdrawal of a published batch. Refusals: imports_rollback."""
    batch = imports_approval.locked(batch_id)
    imports_rollback.check_withdrawable(batch, actor, reason)
    jobs.enqueue(withdraw, batch.pk, actor.pk, reason, once_key=f"import-withdraw:{batch.pk}")
    return batch


@transaction.atomic
def start_migrating(*, actor: User, legacy_id: int, now: dt.datetime) -> LegacySite:
    """Queue the reading of what is mapped and still waits. Raises PermissionDenied."""
    legacy = LegacySite.objects.select_related("site").get(pk=legacy_id)
    require(policies.can_migrate(actor, legacy.site))
    migration.record(legacy, "begun", actor, now)
    jobs.enqueue(migrate, legacy.pk, actor.pk, once_key=f"legacy:{legacy.pk}:{now.isoformat()}")
    return legacy


@task
def read(batch_id: int) -> None:
    """Read a batch's file from where it stands."""
    imports.count_lines(batch_id=batch_id)
    imports.read_batch(batch_id=batch_id, now=timezone.now())


@task
def publish(batch_id: int) -> None:
    """Bring a passed batch online."""
    imports_publishing.publish_batch(batch_id=batch_id, now=timezone.now())


@task
def withdraw(batch_id: int, actor_id: int, reason: str) -> None:
    """Withdraw a published batch."""
    actor = User.objects.get(pk=actor_id)
    imports_rollback.withdraw_batch(
        actor=actor, batch_id=batch_id, reason=reason, now=timezone.now()
    )


@task
def migrate(legacy_id: int, actor_id: int) -> None:
    """Read the mapped folders of an old site."""
    actor = User.objects.get(pk=actor_id)
    migration_reading.read_legacy_site(actor=actor, legacy_id=legacy_id, now=timezone.now())
