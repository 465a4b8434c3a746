"""Home pages, composed of registered blocks; and the blocks that the portal itself brings."""

from collections.abc import Mapping
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from xinqiao.domains.portal.blocks import (
    BOX_TYPES,
    ENTRY_ICONS,
    HOME_LAYOUTS,
    INTERPRETATION_TYPES,
    LABELS,
    NEWS_TYPES,
    NOTICE_TYPES,
    POLICY_TYPES,
)
from xinqiao.domains.portal.models import HomeLayout, SiteLink
from xinqiao.domains.portal.publishing import directory, frame, languages, parts, reading, topics
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.domains.portal.publishing.tree import SiteTree
from xinqiao.domains.portal.rules.layouts import LayoutState, Spot
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place, find, internal_prefix
from xinqiao.kernel.press.registry import Rendered
from xinqiao.kernel.sites.models import Column, Site
from xinqiao.kernel.ui import blocks

NEWS_ITEMS = 7
NEWS_TABS = 3
NOTICE_ITEMS = 8
POLICY_ITEMS = 5
BOX_ITEMS = 6
BOXES = 6
ENTRIES = 8
Values = Mapping[str, Any]


def home_page(place: Place) -> Rendered:
    """The home page of the portal, an edition or a sub-site."""
    tree = trees.load(place)
    site = place.site
    recorder.record(f"layout:{site.pk}")
    head = Head(
        description=site.description,
        keywords=site.keywords,
        open_graph=[("og:type", "website")],
        data=[_site_data(place)],
        body_class=f"page-home home-{site.kind}",
        versions=languages.homes(place),
    )
    spots = place.memo.get("spots") or spots_of(site)
    values = {"parts": list(parts.rendered(place, spots)), "name": site.name}
    return Rendered(body=frame.render(place, tree, "portal/home.html", head, values))


def register_blocks() -> None:
    """Register the portal's own blocks."""
    builders = {
        "portal.headline": headline,
        "portal.notices": notices,
        "portal.entries": entries,
        "portal.policies": policies,
        "portal.columns": column_boxes,
        "portal.topics": topics.current_topics,
        "portal.unit": unit,
        "portal.sub_sites": sub_sites,
        "portal.links": site_links,
    }
    for code, build in builders.items():
        name = code.partition(".")[2]
        template = f"portal/blocks/{name}.html"
        blocks.register_block(code, LABELS[code], build=build, template=template)


def headline(place: Place) -> Values:
    """A lead story and the news in tabs."""
    tree = trees.load(place)
    tabs = _tabs(place, tree)
    if not tabs:
        return {}
    everything = reading.merged((tab["items"] for tab in tabs), 50)
    lead = next((item for item in everything if item.cover), everything[0])
    for tab in tabs:
        tab["items"] = [item for item in tab["items"] if item != lead][:NEWS_ITEMS]
    return {"lead": lead, "tabs": [tab for tab in tabs if tab["items"]], "title": _("要闻动态")}


def notices(place: Place) -> Values:
    """通知公告."""
    return _box(place, trees.load(place).of_type(*NOTICE_TYPES), NOTICE_ITEMS)


def policies(place: Place) -> Values:
    """Policy documents with their validity; their interpretation beside them."""
    tree = trees.load(place)
    documents = _box(place, tree.of_type(*POLICY_TYPES), POLICY_ITEMS)
    readings = _box(place, tree.of_type(*INTERPRETATION_TYPES), POLICY_ITEMS)
    if not documents and not readings:
        return {}
    return {"documents": documents, "readings": readings}


def entries(place: Place) -> Values:
    """Ways to what is looked for most: only columns that hold something."""
    tree = trees.load(place)
    links: list[dict[str, str]] = []
    for column_type, icon in ENTRY_ICONS.items():
        held = (c for c in tree.of_type(column_type) if _holds_something(tree, c))
        links += [
            {"name": c.name, "url": trees.column_url(place, c), "icon": icon}
            for c in list(held)[:1]
        ]
    return {"links": links[:ENTRIES]} if len(links) > 1 else {}


def column_boxes(place: Place) -> Values:
    """One column of each remaining type with something in it, in rows of three."""
    tree = trees.load(place)
    fed = [c for c in tree.columns if c.online_count and c.kind == "dynamic"]
    by_type = {column.column_type: column for column in reversed(fed)}
    chosen = [by_type[name] for name in BOX_TYPES if name in by_type][:BOXES]
    chosen = chosen[: len(chosen) // 3 * 3] or chosen
    newest = reading.newest(place, [column.pk for column in chosen], BOX_ITEMS)
    boxes = [
        {"name": c.name, "url": trees.column_url(place, c), "items": newest[c.pk]}
        for c in chosen
        if newest[c.pk]
    ]
    return {"boxes": boxes, "width": max(4, 12 // len(boxes))} if boxes else {}


def unit(place: Place) -> Values:
    """Who the unit is and how to reach it, with its fixed columns."""
    site = place.site
    links = entries(place).get("links", [])
    facts = [(_("主办单位"), site.sponsor or site.organisation.name), (_("联系电话"), site.phone)]
    return {
        "name": site.name,
        "description": site.description,
        "facts": [(name, value) for name, value in facts if value],
        "links": links,
    }


def sub_sites(place: Place) -> Values:
    """The sub-sites by kind of unit."""
    groups = directory.groups_of_sites(place)
    count = sum(len(group["sites"]) for group in groups)
    return {"groups": groups, "count": count, "url": place.link("sites/")} if groups else {}


def site_links(place: Place) -> Values:
    """The links that the site's managers keep, by group."""
    rows = list(SiteLink.objects.filter(site=place.site))
    groups = [
        {"name": label, "links": [row for row in rows if row.group == code]}
        for code, label in SiteLink.Group.choices
    ]
    kept = [group for group in groups if group["links"]]
    return {"groups": kept} if kept else {}


def spots_of(site: Site) -> list[Spot]:
    """The blocks of the layout in use; those of the site's kind where none was published."""
    published = HomeLayout.objects.filter(site=site, state=LayoutState.PUBLISHED)
    stored: list[Spot] | None = published.values_list("spots", flat=True).first()
    usual = [Spot(block=spot.block, width=spot.width) for spot in HOME_LAYOUTS[site.kind]]
    return stored or usual


def render_home_preview(site: Site, spots: list[Spot]) -> str:
    """The home page as it would be with these blocks."""
    place = find(f"{internal_prefix(site)}/")
    place.memo["spots"] = spots
    with translation.override(site.language):
        return str(home_page(place).body)


def _tabs(place: Place, tree: SiteTree) -> list[dict[str, Any]]:
    """The news columns (their children, where they have some), as tabs."""
    columns = [part for column in tree.of_type(*NEWS_TYPES) for part in tree.below(column)]
    columns = [column for column in columns if column.online_count]
    if not columns:
        columns = [c for c in tree.columns if c.online_count and c.kind == "dynamic"][:1]
    columns = columns[:NEWS_TABS]
    newest = reading.newest(place, [column.pk for column in columns], NEWS_ITEMS + 1)
    return [
        {
            "id": f"news-{c.pk}",
            "name": c.name,
            "url": trees.column_url(place, c),
            "items": newest[c.pk],
        }
        for c in columns
        if newest[c.pk]
    ]


def _box(place: Place, columns: list[Column], limit: int) -> dict[str, Any]:
    """A box with the newest of some columns, children included; empty when there is nothing."""
    if not columns:
        return {}
    tree = trees.load(place)
    below = [part for column in columns for part in tree.below(column) if part.online_count]
    items = reading.newest_together(place, below, limit)
    if not items:
        return {}
    return {
        "name": columns[0].name,
        "url": trees.column_url(place, columns[0]),
        "items": items,
    }


def _holds_something(tree: SiteTree, column: Column) -> bool:
    return any(part.online_count for part in tree.below(column))


def _site_data(place: Place) -> dict[str, Any]:
    site = place.site
    data: dict[str, Any] = {
        "@type": "WebSite",
        "name": site.name,
        "url": place.absolute(),
        "inLanguage": languages.tag(site),
        "publisher": {"@type": "GovernmentOrganization", "name": site.sponsor or site.name},
    }
    return data
