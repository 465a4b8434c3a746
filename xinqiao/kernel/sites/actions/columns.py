"""Opening, renaming, moving and closing columns; old addresses lead on."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.sites import policies, rules
from xinqiao.kernel.sites.actions import acts, addresses
from xinqiao.kernel.sites.models import Column, Redirect


@transaction.atomic
def open_column(
    *,
    actor: Any,
    site_id: int,
    slug: str,
    name: str,
    now: dt.datetime,
    parent_id: int | None = None,
    organisation_id: int | None = None,
    **details: Any,
) -> Column:
    """Open a column; its unit is the site's own unless another is named.

    Raises PermissionDenied, rules.SlugRefused, rules.TreeRefused.
    """
    site = acts.locked_site(site_id)
    require(policies.can_manage_site(actor, site))
    parent = site.columns.get(pk=parent_id) if parent_id else None
    rules.check_slug(slug, top=parent is None)
    rules.check_column_depth(len(parent.ancestor_ids) + 1 if parent else 1)
    column = Column(
        site=site,
        parent=parent,
        slug=slug,
        name=name,
        organisation_id=organisation_id or site.organisation_id,
        path=rules.column_path(parent.path if parent else "", slug),
        opened_at=now,
        **details,
    )
    _check_rule(column)
    column.full_clean()
    column.save()
    column.tree_path = f"{parent.tree_path if parent else '/'}{column.pk}/"
    column.save(update_fields=["tree_path"])
    Redirect.objects.filter(site=site, old_path=column.path).delete()
    acts.record(
        "sites.column_opened", actor, column, now, after={"path": column.path, "name": name}
    )
    acts.column_changed(column, now)
    return column


@transaction.atomic
def change_column(*, actor: Any, column_id: int, now: dt.datetime, **details: Any) -> Column:
    """Change what does not move a column: name, unit, description, navigation, order.

    Raises PermissionDenied, rules.TreeRefused.
    """
    column = acts.locked_column(column_id)
    require(policies.can_manage_site(actor, column.site))
    if set(details) - COLUMN_CHANGEABLE:
        raise rules.TreeRefused(_("栏目的地址和位置须用“改名”或“移动”更改。"))
    before = {name: getattr(column, name) for name in details}
    for name, value in details.items():
        setattr(column, name, value)
    _check_rule(column)
    column.full_clean()
    column.save(update_fields=[*details])
    acts.record("sites.column_changed", actor, column, now, before=before, after=details)
    acts.column_changed(column, now)
    return column


COLUMN_CHANGEABLE = frozenset(
    {
        "name",
        "organisation_id",
        "kind",
        "mode",
        "keeper_id",
        "update_days",
        "review_by",
        "column_type",
        "description",
        "keywords",
        "position",
        "in_navigation",
    }
)


@transaction.atomic
def review_column(*, actor: Any, column_id: int, next_review: dt.date, now: dt.datetime) -> Column:
    """Say that a static column was looked over and is right, until ``next_review``.

    Raises PermissionDenied, rules.TreeRefused.
    """
    column = acts.locked_column(column_id)
    require(policies.can_review_column(actor, column))
    if column.kind != rules.ColumnKind.STATIC:
        raise rules.TreeRefused(_("只有静态栏目需要复核。"))
    rules.check_review(next_review, today=timezone.localdate(now))
    before = {"review_by": column.review_by}
    column.review_by = next_review
    column.save(update_fields=["review_by"])
    after = {"review_by": next_review}
    acts.record("sites.column_reviewed", actor, column, now, before=before, after=after)
    return column


@transaction.atomic
def rename_column(*, actor: Any, column_id: int, slug: str, name: str, now: dt.datetime) -> Column:
    """Give a column another name and address; the old addresses lead to the new ones.

    Raises PermissionDenied, rules.SlugRefused.
    """
    column = acts.locked_column(column_id)
    require(policies.can_manage_site(actor, column.site))
    rules.check_slug(slug, top=column.parent_id is None)
    before = {"slug": column.slug, "name": column.name}
    column.slug, column.name = slug, name
    column.save(update_fields=["slug", "name"])
    parent_path = column.parent.path if column.parent else ""
    addresses.readdress(column, rules.column_path(parent_path, slug), now)
    acts.record(
        "sites.column_renamed",
        actor,
        column,
        now,
        before=before,
        after={"slug": slug, "name": name},
    )
    return column


@transaction.atomic
def move_column(*, actor: Any, column_id: int, parent_id: int | None, now: dt.datetime) -> Column:
    """Put a column, with all below it, under another of its site. Raises as open_column does."""
    column = acts.locked_column(column_id)
    require(policies.can_manage_site(actor, column.site))
    parent = column.site.columns.get(pk=parent_id) if parent_id else None
    if parent is not None and column.pk in parent.ancestor_ids:
        raise rules.TreeRefused(_("不能把栏目移到它自己下面。"))
    rules.check_slug(column.slug, top=parent is None)
    above = len(parent.ancestor_ids) if parent else 0
    rules.check_column_depth(above + _height(column))
    old_tree = column.tree_path
    new_tree = f"{parent.tree_path if parent else '/'}{column.pk}/"
    column.parent = parent
    column.save(update_fields=["parent"])
    addresses.replace_beginning(Column.objects.subtree(column), "tree_path", old_tree, new_tree)
    column.tree_path = new_tree
    addresses.readdress(column, rules.column_path(parent.path if parent else "", column.slug), now)
    acts.record("sites.column_moved", actor, column, now, after={"path": column.path})
    return column


@transaction.atomic
def close_column(
    *, actor: Any, column_id: int, reason: str, now: dt.datetime, into_id: int | None = None
) -> Column:
    """Close a column and all below it; readers are led to ``into`` or told that it is gone.

    What stands in it is the domains': see ``portal.actions.close_column``. Raises
    PermissionDenied, rules.TreeRefused.
    """
    column = acts.locked_column(column_id)
    require(policies.can_manage_site(actor, column.site))
    into = column.site.columns.get(pk=into_id) if into_id else None
    _check_closing(column, into)
    rows = Column.objects.subtree(column).open()
    branch = list(rows.select_related("site"))
    closed_ids = [closed.pk for closed in branch]
    Column.objects.filter(merged_into__in=closed_ids).update(merged_into=into)
    rows.filter(pk__in=closed_ids).update(
        is_open=False, merged_into=into, closed_at=now, closed_reason=reason[:300]
    )
    for closed in branch:
        addresses.leave_redirect(closed, closed.path, into.path if into else "")
    column.is_open, column.merged_into = False, into
    after = {"into": into.path if into else ""}
    acts.record("sites.column_closed", actor, column, now, reason=reason, after=after)
    acts.column_changed(column, now, paths=[closed.address for closed in branch])
    return column


def _check_closing(column: Column, into: Column | None) -> None:
    if not column.is_open:
        raise rules.TreeRefused(_("这个栏目已经停用。"))
    if into is not None and (not into.is_open or column.pk in into.ancestor_ids):
        raise rules.TreeRefused(_("请归并到另一个正在使用的栏目。"))


def _check_rule(column: Column) -> None:
    rules.check_update_rule(
        kind=column.kind, update_days=column.update_days, review_by=column.review_by
    )


def _height(column: Column) -> int:
    depths = [len(below.ancestor_ids) for below in Column.objects.subtree(column)]
    return max(depths) - len(column.ancestor_ids) + 1
