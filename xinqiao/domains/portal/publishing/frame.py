"""What stands around every public page: title, meta tags, header, crumbs, footer."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from xinqiao.domains.portal.publishing import languages
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.alert_banner import above
from xinqiao.domains.portal.publishing.fragments import fragment
from xinqiao.domains.portal.publishing.languages import Version
from xinqiao.domains.portal.publishing.tree import SiteTree
from xinqiao.kernel.press import recorder
from xinqiao.kernel.press.places import TRADITIONAL, Place, origin
from xinqiao.kernel.sites.models import Column, Site
from xinqiao.kernel.sites.themes import THEMES
from xinqiao.kernel.ui import jinja

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Head:
    """What differs from page to page around the content."""

    heading: str = ""
    column: Column | None = None
    crumbs: Sequence[tuple[str, str]] = ()
    description: str = ""
    keywords: str = ""
    metas: Pairs = ()
    open_graph: Pairs = ()
    canonical: str = ""
    links: Pairs = ()
    versions: Sequence[Version] = ()
    data: Sequence[dict[str, Any]] = field(default_factory=tuple)
    body_class: str = ""
    is_indexed: bool = True


def page(place: Place, tree: SiteTree, head: Head) -> dict[str, Any]:
    """The ``page`` value of ui/public/base.html."""
    crumbs = _crumbs(place, head)
    canonical = head.canonical or place.absolute(place.path)
    return {
        "title": " - ".join(part for part in (head.heading, place.site.name) if part),
        "lang": "zh-Hant" if place.variant == TRADITIONAL else languages.tag(place.site),
        "variant": place.variant,
        "alternates": _alternates(place, head) if head.is_indexed else [],
        "utility": _utility(place, head),
        "theme": theme(place),
        "theme_color": THEMES[theme(place)].brand,
        "metas": _metas(place, head, canonical),
        "open_graph": [*_open_graph(place, head, canonical), *head.open_graph],
        "canonical": canonical if head.is_indexed else "",
        "links": list(head.links),
        "json_ld": json_ld([*head.data, *_crumb_data(place, crumbs)]),
        "body_class": head.body_class,
        "above": above(place),
        "header": header(place, tree, head.column),
        "footer": footer(place),
        "crumbs": crumbs,
    }


def render(place: Place, tree: SiteTree, template: str, head: Head, values: dict[str, Any]) -> str:
    """A whole page from its template, what stands around it and its own values."""
    return jinja.render(template, {**values, "page": page(place, tree, head)})


def theme(place: Place) -> str:
    """The colours of a site; a sub-site without its own choice takes the portal's."""
    for chosen in (place.site.theme, place.portal.theme):
        if chosen in THEMES:
            return chosen
    return "blue"


def header(place: Place, tree: SiteTree, column: Column | None) -> Markup:
    """Masthead with search, navigation."""
    is_portal = place.site.pk == place.portal.pk
    is_foreign = place.site.is_foreign  # searched by itself, with nothing Chinese around it
    return fragment(
        "ui/public/header.html",
        {
            "name": place.site.name,
            "motto": "" if is_portal or is_foreign else place.portal.name,
            "home": place.link(),
            "search_action": own_or_portals(place, "search/"),
            "search_site": "" if is_portal else place.site.code,
            "search_hint": _("搜政策、搜公告、搜信息"),
            "nav": _navigation(place, tree, column),
        },
    )


def footer(place: Place) -> Markup:
    """Sponsor, codes and filing numbers; a sub-site inherits what it has not of its own."""
    site, portal = place.site, place.portal

    def inherited(name: str) -> str:
        return str(getattr(site, name) or getattr(portal, name))

    undertaker = site.undertaker if site.is_foreign else inherited("undertaker")

    return fragment(
        "ui/public/footer.html",
        {
            "sponsor": site.sponsor or site.name,
            "undertaker": undertaker,
            "phone": inherited("phone"),
            "identifier": inherited("identifier_code"),
            "icp": inherited("icp"),
            "police": inherited("police_number"),
            "copyright": _("版权所有：%(name)s") % {"name": site.sponsor or site.name},
            "correction_url": own_or_portals(place, "report/"),
            "footer_links": _footer_links(place),
        },
    )


def own_or_portals(place: Place, path: str) -> str:
    """A page that the portal has for all; a foreign version has it in its own language."""
    return place.link_to(place.site if place.site.is_foreign else place.portal, path)


def json_ld(data: Sequence[dict[str, Any]]) -> Markup:
    """Structured data for search engines, safe inside a script element."""
    if not data:
        return Markup()
    text = json.dumps(
        [{"@context": "https://schema.org", **item} for item in data], ensure_ascii=False
    )
    # Trusted: JSON in which no "<" is left cannot end the element.
    escaped = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(escaped)  # noqa: S704


def _navigation(place: Place, tree: SiteTree, column: Column | None) -> list[dict[str, str]]:
    top = tree.line(column)[0].pk if column and tree.line(column) else None
    at_home = "page" if place.path == "" else ""
    items = [{"name": _("首页"), "url": place.link(), "current": at_home}]
    for item in tree.top:
        here = "true" if item.pk == top else ""
        if column and column.pk == item.pk and place.path == f"{item.path}/":
            here = "page"
        items.append({"name": item.name, "url": trees.column_url(place, item), "current": here})
    return items


def _alternates(place: Place, head: Head) -> list[dict[str, str]]:
    """The same page in its other variants and languages, for machines."""
    root = origin(place.site, place.portal)
    own = [(languages.tag(place.site), "", "")]
    if not place.site.is_foreign:
        own.append(("zh-Hant", "", TRADITIONAL))
    own.append(("", _("长辈版"), "elder"))
    found = [
        {"lang": lang, "title": title, "url": root + place.in_variant(code)}
        for lang, title, code in own
    ]
    return found + languages.alternates(place, head.versions)


def _utility(place: Place, head: Head) -> dict[str, list[dict[str, str]]]:
    """The bar above the masthead: the family of sites, the variants and languages of this page."""
    ways = [("", _("标准版"), languages.tag(place.site)), ("elder", _("长辈版"), "")]
    if not place.site.is_foreign:
        ways.append((TRADITIONAL, "繁體", "zh-Hant"))
    others = [
        {"name": name, "url": place.in_variant(code), "lang": lang}
        for code, name, lang in ways
        if code != place.variant
    ]
    aids = [
        {"name": _("网站地图"), "url": place.link("sitemap/")},
        {"name": _("无障碍说明"), "url": place.link("page/accessibility/")},
    ]
    others += languages.switch(place, head.versions)
    return {"left": _relatives(place), "variants": others, "right": aids}


def _relatives(place: Place) -> list[dict[str, str]]:
    """The portal and its editions, which stand above every page."""
    family: list[Site] = [place.portal, *(one for one in place.editions if not one.is_foreign)]
    if place.site.is_foreign or (len(family) == 1 and place.site.pk == place.portal.pk):
        return []
    recorder.record(*(f"site:{site.pk}" for site in family))
    return [{"name": site.name, "url": place.link_to(site)} for site in family]


def _footer_links(place: Place) -> list[dict[str, str]]:
    links = [
        {"name": _("关于本站"), "url": place.link("page/about/")},
        {"name": _("网站地图"), "url": place.link("sitemap/")},
        {"name": _("隐私说明"), "url": place.link("page/privacy/")},
        {"name": _("无障碍说明"), "url": place.link("page/accessibility/")},
    ]
    if place.site.is_foreign:
        return links
    links += [
        {"name": _("部门乡镇网站"), "url": place.link_to(place.portal, "sites/")},
        {"name": _("应急信息"), "url": place.link("emergency/")},
    ]
    if place.editions:
        links.append({"name": _("各版网站"), "url": place.link_to(place.portal, "editions/")})
    if place.site.pk != place.portal.pk:
        links.insert(0, {"name": place.portal.name, "url": place.link_to(place.portal)})
    return links


def _metas(place: Place, head: Head, canonical: str) -> list[tuple[str, str]]:
    site, portal, column = place.site, place.portal, head.column
    metas = [
        ("SiteName", site.name),
        ("SiteDomain", site.hostname or portal.hostname),
        ("SiteIDCode", site.identifier_code or portal.identifier_code),
    ]
    if column:
        metas += [
            ("ColumnName", column.name),
            ("ColumnDescription", column.description or _column_description(site, column)),
            ("ColumnKeywords", column.keywords or column.name),
            ("ColumnType", column.column_type or column.name),
        ]
    metas += head.metas
    metas.append(("Keywords", head.keywords or site.keywords or site.name))
    metas.append(("Description", head.description or site.description or site.name))
    metas.append(("Url", canonical))
    if not head.is_indexed:
        metas.append(("robots", "noindex"))
    return metas


def _column_description(site: Site, column: Column) -> str:
    return _("%(site)s%(column)s栏目") % {"site": site.name, "column": column.name}


def _open_graph(place: Place, head: Head, canonical: str) -> list[tuple[str, str]]:
    return [
        ("og:site_name", place.site.name),
        ("og:title", head.heading or place.site.name),
        ("og:description", head.description or place.site.description or place.site.name),
        ("og:url", canonical),
        ("og:locale", "zh_CN" if not place.site.is_foreign else place.site.language),
    ]


def _crumbs(place: Place, head: Head) -> list[dict[str, str]]:
    if not head.crumbs:
        return []
    home = {"name": _("首页"), "url": place.link()}
    return [home, *({"name": name, "url": url} for name, url in head.crumbs)]


def _crumb_data(place: Place, crumbs: list[dict[str, str]]) -> list[dict[str, Any]]:
    if not crumbs:
        return []
    steps = [
        {"@type": "ListItem", "position": number, "name": crumb["name"]}
        | ({"item": origin(place.site, place.portal) + crumb["url"]} if crumb["url"] else {})
        for number, crumb in enumerate(crumbs, start=1)
    ]
    return [{"@type": "BreadcrumbList", "itemListElement": steps}]
