"""Where to find things: list of sub-sites, site map for people and for machines, robots."""

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Placement
from xinqiao.domains.portal.publishing import frame, languages, reading
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.domains.portal.publishing.tree import SiteTree
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import Place, origin
from xinqiao.kernel.press.registry import NotThere, Rendered
from xinqiao.kernel.sites.models import Column, Site

XML = "application/xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
ADDRESSES_PER_MAP = 5000


def groups_of_sites(place: Place) -> list[dict[str, Any]]:
    """The open sub-sites by kind of unit, in their order."""
    recorder.record("sites:list")
    rows = (
        Site.objects.open()
        .filter(kind="subsite")
        .select_related("organisation")
        .order_by("organisation__position", "position", "id")
    )
    by_group: dict[str, list[dict[str, str]]] = {}
    for site in rows:
        group = _group(site.organisation.kind)
        link = {"name": site.name, "url": place.link_to(site), "short": _short_name(site)}
        by_group.setdefault(group, []).append(link)
    return [
        {"code": code, "name": name, "sites": by_group[code]}
        for code, name in group_names()
        if code in by_group
    ]


def group_names() -> list[tuple[str, str]]:
    """The groups of sub-sites, in order."""
    return [
        ("department", _("县直部门")),
        ("township", _("乡镇街道")),
        ("institution", _("事业单位")),
        ("other", _("其他单位")),
    ]


def sub_sites_page(place: Place) -> Rendered:
    """All sub-sites of the portal."""
    tree = trees.load(place)
    head = Head(
        heading=_("部门乡镇网站"),
        crumbs=[(_("部门乡镇网站"), "")],
        description=_("%(name)s各部门、乡镇和单位的网站") % {"name": place.site.name},
    )
    values = {"groups": groups_of_sites(place)}
    return Rendered(body=frame.render(place, tree, "portal/sub_sites.html", head, values))


def editions_page(place: Place) -> Rendered:
    """The editions of the portal with their units, and its versions in other languages."""
    recorder.record("sites:list", *(f"site:{site.pk}" for site in place.editions))
    editions = [
        {
            "name": site.name,
            "url": place.link_to(site),
            "sponsor": site.sponsor,
            "description": site.description,
            "lang": languages.tag(site) if site.is_foreign else "",
        }
        for site in place.editions
    ]
    head = Head(heading=_("各版网站"), crumbs=[(_("各版网站"), "")])
    values = {"editions": editions}
    tree = trees.load(place)
    return Rendered(body=frame.render(place, tree, "portal/editions.html", head, values))


def map_page(place: Place) -> Rendered:
    """The site map for people: all columns of the site."""
    tree = trees.load(place)
    head = Head(heading=_("网站地图"), crumbs=[(_("网站地图"), "")])
    values = {
        "branches": [_branch(place, tree, column) for column in tree.children(None)],
        "groups": groups_of_sites(place) if place.site.kind == "portal" else [],
    }
    return Rendered(body=frame.render(place, tree, "portal/site_map.html", head, values))


def sitemap(place: Place) -> Rendered:
    """sitemap.xml: an index of the site's maps, one for columns and one per 5,000 articles."""
    recorder.record(f"site:{place.site.pk}:latest")
    maps = -(-_online(place).count() // ADDRESSES_PER_MAP)
    names = ["sitemap-columns.xml", *(f"sitemap-{n}.xml" for n in range(1, maps + 1))]
    rows = [f"<sitemap><loc>{escape(place.absolute(name))}</loc></sitemap>" for name in names]
    return _xml("sitemapindex", rows)


def sitemap_of_columns(place: Place) -> Rendered:
    """The addresses of the home page and the columns."""
    tree = trees.load(place)
    rows = [_address_row(place.absolute(), None)]
    rows += [
        _address_row(place.absolute(f"{column.path}/"), column.last_published_at)
        for column in tree.columns
    ]
    return _xml("urlset", rows)


def sitemap_of_articles(place: Place) -> Rendered:
    """The n-th map of articles, counted from the oldest."""
    recorder.record(f"site:{place.site.pk}:latest")
    number = int(place.groups["number"])
    start = (number - 1) * ADDRESSES_PER_MAP
    rows = list(
        _online(place)
        .order_by("published_at", "pk")
        .values_list("article_id", "article__first_published_at", "published_at")[
            start : start + ADDRESSES_PER_MAP
        ]
    )
    if not rows:
        raise NotThere
    return _xml(
        "urlset",
        (
            _address_row(place.absolute(reading.content_path(pk, first or shown)), shown)
            for pk, first, shown in rows
        ),
    )


def robots(place: Place) -> Rendered:
    """robots.txt: everything but the search is to be found; the site map is named."""
    lines = ["User-agent: *", "Disallow: /search/", "Disallow: /manage/"]
    if origin(place.site, place.portal):
        lines.append(f"Sitemap: {place.absolute('sitemap.xml')}")
    return Rendered(body="\n".join(lines) + "\n", content_type=TEXT)


def _online(place: Place) -> Any:
    return Placement.objects.filter(
        site=place.site,
        state=rules.PlacementState.ONLINE,
        mode=rules.PlacementMode.OWN,
    )


def _branch(place: Place, tree: SiteTree, column: Column) -> dict[str, Any]:
    return {
        "name": column.name,
        "url": trees.column_url(place, column),
        "children": [_branch(place, tree, child) for child in tree.children(column)],
    }


def _group(kind: str) -> str:
    known = {code for code, _name in group_names()}
    return kind if kind in known else "other"


def _short_name(site: Site) -> str:
    return site.organisation.short_name or site.organisation.name


def _address_row(address: str, changed: Any) -> str:
    stamp = f"<lastmod>{timezone.localtime(changed):%Y-%m-%d}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{stamp}</url>"


def _xml(root: str, rows: Iterable[str]) -> Rendered:
    opening = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{NAMESPACE}">'
    return Rendered(body="\n".join([opening, *rows, f"</{root}>", ""]), content_type=XML)
