"""Look-up pages: which catalogues there are, the rows that match, one row."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.domains.portal.models import Catalogue, CatalogueEntry
from xinqiao.domains.portal.publishing import frame
from xinqiao.domains.portal.publishing import tree as trees
from xinqiao.domains.portal.publishing.frame import Head
from xinqiao.domains.portal.queries import catalogues as queries
from xinqiao.domains.portal.rules.catalogues import KEYWORD_CHARACTERS
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.press.registry import NotThere, Rendered

PAGE_SIZE = 20
HOME = "services/lookup/"


def catalogue_list(place: Place) -> Rendered:
    """The catalogues of the site with something in them."""
    head = Head(heading=_("便民查询"), crumbs=[(_("便民查询"), "")])
    values = {"catalogues": _links(place)}
    body = frame.render(place, trees.load(place), "portal/lookup.html", head, values)
    return Rendered(body=body)


def block(place: Place) -> Mapping[str, Any]:
    """The same for the home page."""
    links = _links(place)
    return {"catalogues": links, "url": place.link(HOME)} if links else {}


def catalogue_page(place: Place) -> Rendered:
    """One catalogue: words, filters, the rows that match. Raises NotThere."""
    found = _catalogue(place)
    today = timezone.localdate()
    word = "".join(c for c in place.query.get("q", "") if c.isprintable())[:KEYWORD_CHARACTERS]
    filters = queries.filters_of(found, place.query, today)
    rows = queries.matching(found, word, filters, today)
    total, number = rows.count(), _page_number(place.query.get("page", ""))
    shown = rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    asked = {k: v for k, v in place.query.items() if k != "page" and v}
    here = place.link(_path(found))
    values = {
        "catalogue": {"name": found.name, "about": found.about, "url": here},
        "word": word,
        "filters": filters,
        "total": total,
        "is_asked": bool(asked),
        "rows": [_row(place, found, entry) for entry in shown],
        "newer": f"{here}?{urlencode({**asked, 'page': number - 1})}" if number > 1 else "",
        "older": f"{here}?{urlencode({**asked, 'page': number + 1})}"
        if total > number * PAGE_SIZE
        else "",
    }
    crumbs = [(_("便民查询"), place.link(HOME)), (found.name, "")]
    head = Head(heading=found.name, crumbs=crumbs, description=found.about)
    body = frame.render(place, trees.load(place), "portal/lookup_list.html", head, values)
    return Rendered(body=body)


def entry_page(place: Place) -> Rendered:
    """One row. Raises NotThere."""
    found = _catalogue(place)
    rows = CatalogueEntry.objects.public(timezone.localdate())
    entry = rows.filter(catalogue=found, pk=int(place.groups["id"])).first()
    if entry is None:
        raise NotThere
    crumbs = [
        (_("便民查询"), place.link(HOME)),
        (found.name, place.link(_path(found))),
        (entry.name, ""),
    ]
    values = {
        "row": _row(place, found, entry),
        "unit": found.organisation.name,
        "published_at": entry.published_at,
        "valid_until": entry.valid_until,
    }
    head = Head(heading=entry.name, crumbs=crumbs)
    body = frame.render(place, trees.load(place), "portal/lookup_entry.html", head, values)
    return Rendered(body=body)


def _links(place: Place) -> list[dict[str, str]]:
    return [
        {"name": one.name, "about": one.about, "url": place.link(_path(one))}
        for one in queries.open_catalogues(place.site, timezone.localdate())
    ]


def _catalogue(place: Place) -> Catalogue:
    rows = Catalogue.objects.open().filter(site=place.site, slug=place.groups["slug"])
    found = rows.select_related("organisation").first()
    if found is None:
        raise NotThere
    return found


def _path(found: Catalogue) -> str:
    return f"{HOME}{found.slug}/"


def _row(place: Place, found: Catalogue, entry: CatalogueEntry) -> dict[str, Any]:
    return {
        "name": entry.name,
        "url": place.link(f"{_path(found)}{entry.pk}/"),
        "address": entry.address,
        "phone": entry.phone,
        "map": place.lead + entry.map_path if entry.map_path else "",
        "facts": queries.facts_of(found, entry),
    }


def _page_number(word: str) -> int:
    is_number = word.isascii() and word.isdigit() and len(word) < 5
    return max(1, int(word)) if is_number else 1
