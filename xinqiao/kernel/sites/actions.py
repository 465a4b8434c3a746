"""Opening, renaming, moving and closing sites and columns; grants. Addresses leave redirects."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Concat, Substr
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.jobs import actions as jobs
from xinqiao.kernel.sites import policies, queries, rules
from xinqiao.kernel.sites.models import Column, ColumnGrant, Redirect, Site


@transaction.atomic
def open_site(
    *,
    actor: Any,
    code: str,
    name: str,
    organisation_id: int,
    now: dt.datetime,
    kind: str = rules.SiteKind.SUBSITE,
    parent_id: int | None = None,
    **details: Any,
) -> Site:
    """Open a site below another, or the portal without one; ``details`` are other fields of Site.

    Raises PermissionDenied, rules.SlugRefused, rules.TreeRefused.
    """
    parent = Site.objects.get(pk=parent_id) if parent_id else None
    require(policies.can_open_site(actor, parent))
    rules.check_site_code(code, kind=kind)
    rules.check_site_place(kind=kind, parent_depth=queries.site_depth(parent))
    site = Site(
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        organisation_id=organisation_id,
        **details,
    )
    site.full_clean()
    site.save()
    _record("sites.site_opened", actor, site, now, after={"code": code, "name": name})
    jobs.emit("site", [f"site:{site.pk}", "sites:list"], at=now)
    return site


@transaction.atomic
def change_site(*, actor: Any, site_id: int, now: dt.datetime, **details: Any) -> Site:
    """Change the name, look, footer or desk of a site. Raises PermissionDenied."""
    site = _locked_site(site_id)
    require(policies.can_manage_site(actor, site))
    unknown = set(details) - CHANGEABLE
    if unknown:
        raise rules.TreeRefused(_("站点的代码、类型和上级不能更改。"))
    before = {name: getattr(site, name) for name in details}
    for name, value in details.items():
        setattr(site, name, value)
    site.full_clean()
    site.save(update_fields=[*details])
    _record("sites.site_changed", actor, site, now, before=before, after=details)
    jobs.emit("site", [f"site:{site.pk}", f"site:{site.pk}:navigation", "sites:list"], at=now)
    return site


CHANGEABLE = frozenset(
    {
        "name",
        "hostname",
        "own_desk",
        "position",
        "theme",
        "description",
        "keywords",
        "sponsor",
        "undertaker",
        "phone",
        "identifier_code",
        "icp",
        "police_number",
    }
)


@transaction.atomic
def close_site(*, actor: Any, site_id: int, reason: str, now: dt.datetime) -> Site:
    """Take a site off the cluster; its data stays. Raises PermissionDenied."""
    site = _locked_site(site_id)
    require(policies.can_open_site(actor, site.parent))
    site.is_open = False
    site.save(update_fields=["is_open"])
    _record("sites.site_closed", actor, site, now, reason=reason)
    jobs.emit("site", [f"site:{site.pk}", "sites:list"], paths=[site.address()], at=now)
    return site


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
    site = _locked_site(site_id)
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
    _record("sites.column_opened", actor, column, now, after={"path": column.path, "name": name})
    _column_changed(column, now)
    return column


@transaction.atomic
def change_column(*, actor: Any, column_id: int, now: dt.datetime, **details: Any) -> Column:
    """Change what does not move a column: name, unit, description, navigation, order.

    Raises PermissionDenied, rules.TreeRefused.
    """
    column = _locked_column(column_id)
    require(policies.can_manage_site(actor, column.site))
    if set(details) - COLUMN_CHANGEABLE:
        raise rules.TreeRefused(_("栏目的地址和位置须用“改名”或“移动”更改。"))
    before = {name: getattr(column, name) for name in details}
    for name, value in details.items():
        setattr(column, name, value)
    _check_rule(column)
    column.full_clean()
    column.save(update_fields=[*details])
    _record("sites.column_changed", actor, column, now, before=before, after=details)
    _column_changed(column, now)
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
def rename_column(*, actor: Any, column_id: int, slug: str, name: str, now: dt.datetime) -> Column:
    """Give a column another name and address; the old addresses lead to the new ones.

    Raises PermissionDenied, rules.SlugRefused.
    """
    column = _locked_column(column_id)
    require(policies.can_manage_site(actor, column.site))
    rules.check_slug(slug, top=column.parent_id is None)
    before = {"slug": column.slug, "name": column.name}
    column.slug, column.name = slug, name
    column.save(update_fields=["slug", "name"])
    parent_path = column.parent.path if column.parent else ""
    _readdress(column, rules.column_path(parent_path, slug), now)
    _record(
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
    column = _locked_column(column_id)
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
    _replace_beginning(Column.objects.subtree(column), "tree_path", old_tree, new_tree)
    column.tree_path = new_tree
    _readdress(column, rules.column_path(parent.path if parent else "", column.slug), now)
    _record("sites.column_moved", actor, column, now, after={"path": column.path})
    return column


@transaction.atomic
def close_column(
    *, actor: Any, column_id: int, reason: str, now: dt.datetime, into_id: int | None = None
) -> Column:
    """Close a column and all below it; readers are led to ``into`` or told that it is gone.

    Raises PermissionDenied.
    """
    column = _locked_column(column_id)
    require(policies.can_manage_site(actor, column.site))
    into = column.site.columns.get(pk=into_id) if into_id else None
    branch = list(Column.objects.subtree(column).select_related("site"))
    Column.objects.subtree(column).update(is_open=False)
    for closed in branch:
        _leave_redirect(closed, closed.path, into.path if into else "")
    column.is_open = False
    _record("sites.column_closed", actor, column, now, reason=reason)
    _column_changed(column, now, paths=[closed.address for closed in branch])
    return column


@transaction.atomic
def grant_column(
    *,
    actor: Any,
    column_id: int,
    organisation_id: int,
    duties: Iterable[str],
    now: dt.datetime,
    with_subtree: bool = True,
) -> ColumnGrant:
    """Let another unit's people use these duties in a column. Raises PermissionDenied."""
    column = _locked_column(column_id)
    require(policies.can_manage_site(actor, column.site))
    grant, _new = ColumnGrant.objects.update_or_create(
        column=column,
        organisation_id=organisation_id,
        defaults={"duties": sorted(set(duties)), "with_subtree": with_subtree},
    )
    after = {"organisation": organisation_id, "duties": grant.duties, "subtree": with_subtree}
    _record("sites.column_granted", actor, column, now, after=after)
    return grant


@transaction.atomic
def revoke_grant(*, actor: Any, grant_id: int, now: dt.datetime) -> None:
    """Take a grant back. Raises PermissionDenied."""
    grant = ColumnGrant.objects.select_related("column__site").get(pk=grant_id)
    require(policies.can_manage_site(actor, grant.column.site))
    before = {"organisation": grant.organisation_id, "duties": grant.duties}
    grant.delete()
    _record("sites.grant_revoked", actor, grant.column, now, before=before)


def _check_rule(column: Column) -> None:
    rules.check_update_rule(
        kind=column.kind, update_days=column.update_days, review_by=column.review_by
    )


def _locked_site(site_id: int) -> Site:
    rows = Site.objects.select_for_update(of=("self",)).select_related("parent__parent")
    return rows.get(pk=site_id)


def _locked_column(column_id: int) -> Column:
    rows = Column.objects.select_for_update(of=("self",))
    return rows.select_related("site__parent__parent", "parent").get(pk=column_id)


def _height(column: Column) -> int:
    depths = [len(below.ancestor_ids) for below in Column.objects.subtree(column)]
    return max(depths) - len(column.ancestor_ids) + 1


def _readdress(column: Column, new_path: str, now: dt.datetime) -> None:
    """Give the column and all below it their new addresses and leave redirects."""
    old_path = column.path
    if new_path == old_path:
        _column_changed(column, now)
        return
    branch = list(Column.objects.subtree(column).select_related("site"))
    old_addresses = [below.address for below in branch]
    _replace_beginning(Column.objects.subtree(column), "path", old_path, new_path)
    for below in branch:
        moved = rules.moved_path(below.path, old=old_path, new=new_path)
        _leave_redirect(below, below.path, moved)
    column.path = new_path
    _column_changed(column, now, paths=old_addresses)


def _replace_beginning(rows: Any, field: str, old: str, new: str) -> None:
    rows.update(**{field: Concat(Value(new), Substr(field, len(old) + 1))})


def _leave_redirect(column: Column, old_path: str, new_path: str) -> None:
    """Lead an old address on, and let no redirect point at a redirect or hide a column."""
    site = column.site
    Redirect.objects.filter(site=site, old_path=new_path).delete()
    Redirect.objects.filter(site=site, new_path=old_path).update(
        new_path=new_path, gone=not new_path
    )
    Redirect.objects.update_or_create(
        site=site, old_path=old_path, defaults={"new_path": new_path, "gone": not new_path}
    )


def _column_changed(column: Column, now: dt.datetime, paths: Iterable[str] = ()) -> None:
    keys = [f"site:{column.site_id}:navigation", f"list:column:{column.pk}"]
    keys += [f"list:subtree:{pk}" for pk in column.ancestor_ids]
    jobs.emit("column", keys, paths=paths, at=now)


def _record(action: str, actor: Any, target: Site | Column, now: dt.datetime, **facts: Any) -> None:
    audit.record(
        action=action,
        actor=actor,
        target=target,
        at=now,
        organisation_id=target.organisation_id,
        **facts,
    )
