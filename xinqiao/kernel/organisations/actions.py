"""Every change of the tree of units."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.organisations.models import Kind, Organisation


@transaction.atomic
def open_organisation(
    *,
    actor: Any,
    code: str,
    name: str,
    short_name: str,
    kind: str = Kind.DEPARTMENT,
    parent: Organisation | None = None,
    position: int = 0,
    now: dt.datetime,
) -> Organisation:
    """Add a unit below its parent. The caller has checked that the actor may.

    Raises ValidationError.
    """
    row = Organisation(
        code=code, name=name, short_name=short_name, kind=kind, parent=parent, position=position
    )
    row.full_clean()
    row.save()
    row.path = f"{parent.path if parent else '/'}{row.pk}/"
    row.save(update_fields=["path"])
    audit.record(
        action="organisations.opened", actor=actor, target=row, at=now, organisation_id=row.pk
    )
    return row


@transaction.atomic
def close_organisation(*, actor: Any, organisation_id: int, reason: str, now: dt.datetime) -> None:
    """Close a unit that has no active children. Raises ValidationError."""
    row = Organisation.objects.select_for_update().get(pk=organisation_id)
    if row.children.active().exists():
        raise ValidationError(_("请先关闭下级单位。"))
    row.is_active = False
    row.save(update_fields=["is_active"])
    audit.record(
        action="organisations.closed", actor=actor, target=row, at=now, reason=reason,
        organisation_id=row.pk,
    )  # fmt: skip
