"""Pages that every site has without anybody writing them: about, privacy, accessibility."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from xinqiao.domains.portal.publishing import frame
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.press.registry import NotThere, Rendered


def _about() -> str:
    return _("关于本站")


def _privacy() -> str:
    return _("隐私说明")


def _accessibility() -> str:
    return _("无障碍说明")


PAGES: dict[str, Callable[[], str]] = {
    "about": _about,
    "privacy": _privacy,
    "accessibility": _accessibility,
}


def static_page(place: Place) -> Rendered:
    """One of the standing pages of a site."""
    name = place.groups["name"]
    if name not in PAGES:
        raise NotThere
    heading = PAGES[name]()
    head = Head(
        heading=heading,
        crumbs=[(heading, "")],
        description=f"{place.site.name}{heading}",
    )
    values: dict[str, Any] = {"heading": heading, "facts": _facts(place), "name": place.site.name}
    values["phone"] = place.site.phone or place.portal.phone
    values["is_portal"] = place.site.pk == place.portal.pk
    template = f"portal/pages/{name}.html"
    return Rendered(body=frame.render(place, trees.load(place), template, head, values))


def _facts(place: Place) -> list[tuple[str, str]]:
    site, portal = place.site, place.portal
    facts = [
        (_("网站名称"), site.name),
        (_("主办单位"), site.sponsor or site.name),
        (_("承办单位"), site.undertaker or portal.undertaker),
        (_("联系电话"), site.phone or portal.phone),
        (_("网站标识码"), site.identifier_code or portal.identifier_code),
        (_("ICP备案编号"), site.icp or portal.icp),
        (_("公安备案编号"), site.police_number or portal.police_number),
    ]
    return [(name, value) for name, value in facts if value]
