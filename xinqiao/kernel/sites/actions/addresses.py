"""Addresses of columns that change: the old ones lead on."""

import datetime as dt
from typing import Any

from django.db.models import Value
from django.db.models.functions import Concat, Substr

from xinqiao.kernel.sites import rules
from xinqiao.kernel.sites.actions import acts
from xinqiao.kernel.sites.models import Column, Redirect


def readdress(column: Column, new_path: str, now: dt.datetime) -> None:
    """Give the column and all below it their new addresses and leave redirects."""
    old_path = column.path
    if new_path == old_path:
        acts.column_changed(column, now)
        return
    branch = list(Column.objects.subtree(column).select_related("site"))
    old_addresses = [below.address for below in branch]
    replace_beginning(Column.objects.subtree(column), "path", old_path, new_path)
    for below in branch:
        moved = rules.moved_path(below.path, old=old_path, new=new_path)
        leave_redirect(below, below.path, moved)
    column.path = new_path
    acts.column_changed(column, now, paths=old_addresses)


def replace_beginning(rows: Any, field: str, old: str, new: str) -> None:
    """Give a text field of all rows another beginning, in one statement."""
    rows.update(**{field: Concat(Value(new), Substr(field, len(old) + 1))})


def leave_redirect(column: Column, old_path: str, new_path: str) -> None:
    """Lead an old address on, and let no redirect point at a redirect or hide a column."""
    site = column.site
    Redirect.objects.filter(site=site, old_path=new_path).delete()
    Redirect.objects.filter(site=site, new_path=old_path).update(
        new_path=new_path, gone=not new_path
    )
    Redirect.objects.update_or_create(
        site=site, old_path=old_path, defaults={"new_path": new_path, "gone": not new_path}
    )
