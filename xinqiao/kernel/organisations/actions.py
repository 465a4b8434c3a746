"""Every change of the tree of units."""

import datetime as dt
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr

from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.organisations import policies, rules
from xinqiao.kernel.organisations.models import Kind, Organisation

TOP = "/"


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
    """Add a unit below its parent; without an actor it is the operator's command.

    Raises PermissionDenied, ValidationError, rules.TreeRefused.
    """
    _require(actor)
    above = _locked(parent.pk) if parent else None
    _check_place(above)
    row = Organisation(
        code=code, name=name, short_name=short_name, kind=kind, parent=above, position=position
    )
    row.full_clean()
    row.save()
    row.path = f"{above.path if above else TOP}{row.pk}/"
    row.save(update_fields=["path"])
    _record("opened", actor, row, now, after={"code": code, "name": name, "path": row.path})
    return row


@transaction.atomic
def rename_organisation(
    *,
    actor: Any,
    organisation_id: int,
    name: str,
    short_name: str,
    kind: str,
    position: int,
    now: dt.datetime,
) -> Organisation:
    """Change names, kind and order. Raises PermissionDenied, ValidationError."""
    _require(actor)
    row = _locked(organisation_id)
    fields = {"name": name, "short_name": short_name, "kind": kind, "position": position}
    before = {field: getattr(row, field) for field in fields}
    for field, value in fields.items():
        setattr(row, field, value)
    row.full_clean()
    row.save(update_fields=[*fields])
    _record("renamed", actor, row, now, before=before, after=fields)
    return row


@transaction.atomic
def move_organisation(
    *, actor: Any, organisation_id: int, parent: Organisation | None, now: dt.datetime
) -> Organisation:
    """Put a unit, with all below it, under another. Raises PermissionDenied, rules.TreeRefused."""
    _require(actor)
    # The whole tree is held: two moves at once could otherwise close a circle.
    rows = {row.pk: row for row in Organisation.objects.select_for_update().order_by("pk")}
    row, above = rows[organisation_id], rows[parent.pk] if parent else None
    branch = [other for other in rows.values() if other.path.startswith(row.path)]
    height = max(rules.depth(other.path) for other in branch) - rules.depth(row.path) + 1
    _check_place(above, row.path, height)
    old, new = row.path, f"{above.path if above else TOP}{row.pk}/"
    Organisation.objects.subtree(row).update(path=Concat(Value(new), Substr("path", len(old) + 1)))
    row.parent, row.path = above, new
    row.save(update_fields=["parent"])
    _record("moved", actor, row, now, before={"path": old}, after={"path": new})
    return row


@transaction.atomic
def close_organisation(
    *, actor: Any, organisation_id: int, reason: str, now: dt.datetime
) -> Organisation:
    """Close a unit that has no open units below it. Raises PermissionDenied, rules.TreeRefused."""
    _require(actor)
    row = _locked(organisation_id)
    rules.check_close(has_open_children=row.children.active().exists())
    return _set_active(row, False, "closed", actor, reason, now)


@transaction.atomic
def reopen_organisation(
    *, actor: Any, organisation_id: int, reason: str, now: dt.datetime
) -> Organisation:
    """Open a closed unit again. Raises PermissionDenied, rules.TreeRefused."""
    _require(actor)
    row = _locked(organisation_id)
    rules.check_parent_open(is_open=row.parent is None or row.parent.is_active)
    return _set_active(row, True, "reopened", actor, reason, now)


def _require(actor: Any) -> None:
    if not policies.can_change(actor):
        raise PermissionDenied


def _locked(organisation_id: int) -> Organisation:
    rows = Organisation.objects.select_for_update(of=("self",)).select_related("parent")
    return rows.get(pk=organisation_id)


def _check_place(above: Organisation | None, path: str = "", height: int = 1) -> None:
    rules.check_parent_open(is_open=above is None or above.is_active)
    rules.check_place(path, parent_path=above.path if above else "", height=height)


def _set_active(
    row: Organisation, is_active: bool, verb: str, actor: Any, reason: str, now: dt.datetime
) -> Organisation:
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    _record(verb, actor, row, now, reason=reason)
    return row


def _record(verb: str, actor: Any, row: Organisation, now: dt.datetime, **facts: Any) -> None:
    audit.record(
        action=f"organisations.{verb}",
        actor=actor,
        target=row,
        at=now,
        organisation_id=row.pk,
        **facts,
    )
