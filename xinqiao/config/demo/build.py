"""Puts the county into an empty installation: units, people, sites, columns, articles."""

import datetime as dt
from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from xinqiao.config.demo import (
    commissions,
    inspection,
    leaders,
    people,
    plan,
    rows,
    sharing,
    topic_pages,
    units,
    upkeep,
)
from xinqiao.config.demo.world import World
from xinqiao.kernel.organisations.models import Kind, Organisation
from xinqiao.kernel.sites.models import Column, Site

Say = Callable[[str], None]
HOSTNAME = "www.qingxi.example"  # for canonical addresses and QR codes
FOOTER = {
    "sponsor": "青溪县人民政府办公室",
    "undertaker": "青溪县信息中心",
    "phone": "0000-1234567",
    "identifier_code": "0000000001",
    "icp": "示例ICP备00000000号",
    "police_number": "示例公网安备00000000000000号",
}


def build(
    *,
    seed: int,
    today: dt.date,
    articles: int = commissions.ARTICLES,
    say: Say = lambda text: None,
) -> int:
    """Make the county, whole or not at all. Returns how many articles it has."""
    world = World(seed, today)
    now = timezone.now()
    with transaction.atomic():
        organisations = _organisations()
        say(f"单位 {len(organisations)} 个")
        staff = people.make(world, organisations, settings.XINQIAO_DATA, now)
        say(f"账号 {len(staff.by_role)} 个")
        sites = _sites(organisations)
        columns = _columns(organisations, sites)
        say(f"站点 {len(sites)} 个，栏目 {len(columns)} 个")
        writer = rows.Writer(world, organisations, columns, staff, now)
        sharing.grant(columns, organisations)
        upkeep.assign(columns, staff, now, today)
        leaders.register(world, now)
        total = writer.write(commissions.Press(world, articles).drafts(), say)
        say(f"门户采用子站稿件 {sharing.share(columns, staff, now)} 篇")
        sharing.count_columns()
        say(f"文章 {total} 篇")
        say(f"专题 {topic_pages.compose(world, sites[plan.PORTAL], staff, now)} 个")
        say(f"自查站点 {inspection.inspect(sites, now)} 个")
    return total


def _organisations() -> dict[str, Organisation]:
    made: dict[str, Organisation] = {}
    for position, unit in enumerate(units.all_units()):
        parent = made.get(unit.parent)
        kind = unit.kind if unit.kind in Kind.values else Kind.PARTY
        row = Organisation.objects.create(
            code=unit.code, name=unit.name, short_name=unit.short_name, kind=kind,
            parent=parent, position=position,
        )  # fmt: skip
        row.path = f"{parent.path if parent else '/'}{row.pk}/"
        row.save(update_fields=["path"])
        made[unit.code] = row
    return made


def _sites(organisations: dict[str, Organisation]) -> dict[str, Site]:
    made: dict[str, Site] = {}
    for position, site in enumerate(plan.sites()):
        footer = FOOTER | (
            {} if site.kind == "portal" else {"sponsor": organisations[site.unit].name}
        )
        made[site.code] = Site.objects.create(
            code=site.code,
            name=site.name,
            kind=site.kind,
            parent=None if site.code == plan.PORTAL else made[plan.PORTAL],
            organisation=organisations[site.unit],
            own_desk=site.own_desk,
            theme=site.theme,
            position=position,
            description=f"{site.name}，发布政务信息，提供公开、解读和便民内容。",
            keywords=site.name,
            hostname=HOSTNAME if site.code == plan.PORTAL else "",
            **footer,
        )
    return made


def _columns(
    organisations: dict[str, Organisation], sites: dict[str, Site]
) -> dict[tuple[str, str], Column]:
    made: dict[tuple[str, str], Column] = {}
    for position, (slug, name) in enumerate(plan.areas()):
        made[plan.PORTAL, slug] = _column(
            sites[plan.PORTAL], None, slug, name, organisations["government"], position
        )
    for position, column in enumerate(plan.columns()):
        parent = made.get((column.site, column.area)) if column.area else None
        made[column.site, column.path] = _column(
            sites[column.site],
            parent,
            column.slug,
            column.name,
            organisations[column.unit],
            position,
            kind="static" if column.is_static else "dynamic",
            column_type=column.column_type,
        )
    return made


def _column(
    site: Site,
    parent: Column | None,
    slug: str,
    name: str,
    owner: Organisation,
    position: int,
    **more: str,
) -> Column:
    row = Column.objects.create(
        site=site,
        parent=parent,
        slug=slug,
        name=name,
        organisation=owner,
        path=f"{parent.path}/{slug}" if parent else slug,
        position=position,
        description=f"{site.name}“{name}”栏目。",
        keywords=name,
        **more,
    )
    row.tree_path = f"{parent.tree_path if parent else '/'}{row.pk}/"
    row.save(update_fields=["tree_path"])
    return row
