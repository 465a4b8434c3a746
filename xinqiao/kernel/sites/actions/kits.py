"""A site or a branch from a kit, in one act: columns, look, keeper, grants."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts.policies import require
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites import kits, policies, rules
from xinqiao.kernel.sites.actions import acts
from xinqiao.kernel.sites.actions.sites import open_site
from xinqiao.kernel.sites.models import Column, ColumnGrant, Redirect, Site

WRITER = "contributor"


@transaction.atomic
def found_site(
    *,
    actor: Any,
    parent_id: int,
    kit: str,
    code: str,
    name: str,
    organisation_id: int,
    keeper_id: int,
    now: dt.datetime,
) -> Site:
    """Open a sub-site with all that belongs to it: columns, look, grants; footer from above.

    Raises PermissionDenied, rules.SlugRefused, rules.TreeRefused, ValidationError.
    """
    chosen = _kit(kit, "site")
    unit = Organisation.objects.get(pk=organisation_id)
    site = open_site(
        actor=actor,
        code=code,
        name=name,
        organisation_id=unit.pk,
        kind=chosen.kind,
        parent_id=parent_id,
        now=now,
        kit=kit,
        language=chosen.language,
        theme=chosen.theme,
        sponsor=unit.name,
        description=_description(name, chosen.language),
        keywords=name,
    )
    _lay(site, chosen, None, keeper_id, now)
    acts.record("sites.kit_laid", actor, site, now, after={"kit": kit})
    return site


@transaction.atomic
def lay_branch(
    *,
    actor: Any,
    site_id: int,
    kit: str,
    keeper_id: int,
    now: dt.datetime,
    parent_id: int | None = None,
) -> list[Column]:
    """Open the columns of a kit on a site that exists, below ``parent_id`` or at its top.

    Raises PermissionDenied, rules.SlugRefused, rules.TreeRefused.
    """
    site = acts.locked_site(site_id)
    require(policies.can_manage_site(actor, site))
    chosen = _kit(kit, "branch", "portal")
    parent = site.columns.get(pk=parent_id) if parent_id else None
    made = _lay(site, chosen, parent, keeper_id, now)
    acts.record("sites.kit_laid", actor, site, now, after={"kit": kit, "below": str(parent or "")})
    acts.column_changed(made[0], now)
    return made


def _description(name: str, language: str) -> str:
    with translation.override(language):
        return gettext("%(name)s，发布政务信息，提供公开、解读和便民内容。") % {"name": name}


def _kit(code: str, *uses: str) -> kits.Kit:
    found = kits.all_kits().get(code)
    if found is None or found.use not in uses:
        raise rules.TreeRefused(_("没有这个模板。"))
    return found


def _lay(
    site: Site, kit: kits.Kit, parent: Column | None, keeper_id: int, now: dt.datetime
) -> list[Column]:
    """Make the kit's columns level by level: a handful of queries however many there are."""
    _check_room(site, kit, parent)
    made: dict[str, Column] = {}
    for depth in sorted({planned.depth for planned in kit.columns}):
        level = [planned for planned in kit.columns if planned.depth == depth]
        rows = [
            _row(site, planned, made.get(planned.parent_path, parent), keeper_id, now, position)
            for position, planned in enumerate(level, start=1)
        ]
        for row in Column.objects.bulk_create(rows):
            row.tree_path = f"{row.parent.tree_path if row.parent else '/'}{row.pk}/"
        Column.objects.bulk_update(rows, ["tree_path"])
        made |= dict(zip((planned.path for planned in level), rows, strict=True))
    paths = [row.path for row in made.values()]
    Redirect.objects.filter(site=site, old_path__in=paths).delete()
    _open_below(site, kit, made)
    return list(made.values())


def _check_room(site: Site, kit: kits.Kit, parent: Column | None) -> None:
    above = len(parent.ancestor_ids) if parent else 0
    rules.check_column_depth(above + max(planned.depth for planned in kit.columns))
    paths = [rules.column_path(parent.path if parent else "", c.path) for c in kit.columns]
    taken = Column.objects.filter(site=site, path__in=paths).values_list("path", flat=True)
    if taken:
        raise rules.TreeRefused(_("这些地址已有栏目：%s。") % "、".join(sorted(taken)))


def _row(
    site: Site,
    planned: kits.KitColumn,
    parent: Column | None,
    keeper_id: int,
    now: dt.datetime,
    position: int,
) -> Column:
    rules.check_slug(planned.slug, top=parent is None)
    is_static = planned.kind == rules.ColumnKind.STATIC
    review_by = timezone.localdate(now) + dt.timedelta(days=planned.days)
    return Column(
        site=site,
        parent=parent,
        slug=planned.slug,
        name=planned.name,
        path=rules.column_path(parent.path if parent else "", planned.slug),
        organisation_id=site.organisation_id,
        keeper_id=keeper_id,
        kind=planned.kind,
        mode=planned.mode,
        update_days=None if is_static else planned.days,
        review_by=review_by if is_static else None,
        column_type=planned.column_type,
        position=position,
        opened_at=now,
    )


def _open_below(site: Site, kit: kits.Kit, made: dict[str, Column]) -> None:
    """Let the units directly below the site's own write where the kit says so."""
    columns = [made[planned.path] for planned in kit.columns if planned.opens_below]
    if not columns:
        return
    units = Organisation.objects.active().filter(parent=site.organisation_id)
    ColumnGrant.objects.bulk_create(
        ColumnGrant(organisation=unit, column=column, duties=[WRITER])
        for unit in units
        for column in columns
    )
