"""Catalogues of the county: investment projects, schools and hotlines, published row by row."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from xinqiao.config.demo.people import People
from xinqiao.domains.portal.actions import catalogues as actions
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites import actions as switches
from xinqiao.kernel.sites.models import Site

PROJECTS = (
    ("青溪山货深加工基地", "城关镇工业集中区", "食品加工", "8600", "合资", "可研"),
    ("溪谷康养旅游度假区", "云岭乡溪谷村", "文化旅游", "42000", "合作", "策划"),
    ("冷链物流分拨中心", "城关镇物流园", "商贸物流", "15500", "独资", "可研"),
    ("竹纤维新材料生产线", "竹溪镇工业小区", "新材料", "23000", "独资", "策划"),
    ("农村污水集中处理", "全县八个乡镇", "环保", "9800", "PPP", "策划"),
)
SCHOOLS = (
    ("青溪县第一中学", "城关镇学府路1号", "0000-1100001", "高中"),
    ("青溪县第二中学", "城关镇溪东路20号", "0000-1100002", "初中"),
    ("青溪县第一小学", "城关镇文庙街8号", "0000-1100003", "小学"),
    ("青溪县实验幼儿园", "城关镇人民路36号", "0000-1100004", "幼儿园"),
    ("青溪县职业技术学校", "城关镇工业大道2号", "0000-1100005", "职业学校"),
)
HOTLINES = (
    ("政务服务便民热线", "12345", "政务", "全天"),
    ("供水抢修", "0000-1200001", "生活", "全天"),
    ("燃气抢修", "0000-1200002", "生活", "全天"),
    ("不动产登记咨询", "0000-1200003", "政务", "工作日"),
)


def fill(
    sites: dict[str, Site],
    organisations: dict[str, Organisation],
    staff: People,
    now: dt.datetime,
    today: dt.date,
) -> int:
    """Open, fill and publish three catalogues. Returns how many rows are public."""
    portal = next(site for site in sites.values() if site.kind == "portal")
    switches.switch_feature(
        actor=staff.of("government", "manager"),
        site_id=portal.pk,
        feature="lookup",
        is_on=True,
        reason="便民查询和招商项目整理完毕，上线。",
        now=now,
    )
    until = (today + dt.timedelta(days=365)).isoformat()
    projects = _rows(("名称", "地址", "行业", "总投资", "合作方式", "进展"), PROJECTS)
    schools = _rows(("名称", "地址", "电话", "学段"), SCHOOLS)
    hotlines = _rows(("名称", "电话", "类别", "服务时间"), HOTLINES)
    total = 0
    for slug, unit, rows in (
        ("investment", "development", [row | _contact(until) for row in projects]),
        ("schools", "education", [row | {"性质": "公办"} for row in schools]),
        ("hotlines", "government", hotlines),
    ):
        owner = unit if (unit, "writer") in staff.by_role else "government"
        total += _fill(portal, slug, organisations[owner].pk, owner, rows, staff, now)
    return total


def _rows(names: Sequence[str], rows: Sequence[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _contact(until: str) -> dict[str, str]:
    return {"有效期至": until, "电话": "0000-1300001", "联系人": "招商服务窗口"}


def _fill(
    portal: Site,
    slug: str,
    organisation_id: int,
    unit: str,
    rows: list[dict[str, Any]],
    staff: People,
    now: dt.datetime,
) -> int:
    made = actions.open_catalogue(
        actor=staff.of("government", "manager"),
        site_id=portal.pk,
        slug=slug,
        preset=slug,
        organisation_id=organisation_id,
        now=now,
    )
    writer, ids = staff.of(unit, "writer"), []
    for cells in rows:
        row = actions.save_entry(actor=writer, catalogue_id=made.pk, cells=cells, now=now)
        ids.append(row.pk)
    return actions.publish_entries(
        actor=staff.of("government", "publisher"), catalogue_id=made.pk, entry_ids=ids, now=now
    )
