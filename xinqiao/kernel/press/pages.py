"""Renders any public address to a page: no request, no session, no write to the database."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO
from urllib.parse import parse_qsl, unquote

from django.utils import translation

from xinqiao.kernel.press import places, recorder, registry
from xinqiao.kernel.press.places import Place
from xinqiao.kernel.sites.models import Redirect

HTML = "text/html; charset=utf-8"
MAX_QUERY_CHARACTERS = 20_000
MAX_QUERY_FIELDS = 50
COLUMN_TAIL = re.compile(r"/(?:list-\d+\.html|feed\.xml)?\Z")


@dataclass(frozen=True)
class Page:
    """A whole page, with the keys of everything that went into it.

    An attachment has no body but ``open_file``, and a validator of its own.
    """

    status: int
    body: bytes
    content_type: str = HTML
    keys: frozenset[str] = frozenset()
    location: str = ""
    name: str = ""
    is_dynamic: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    open_file: Callable[[], BinaryIO] | None = None
    validator: str = ""


def render(url: str) -> Page:
    """Render an internal address such as ``/sites/water/news/``; any string is answered."""
    with recorder.recording() as keys:
        page = _page(url)
    return replace(page, keys=frozenset(keys))


def owner(url: str) -> int | None:
    """The id of the organisation whose page this is, or None."""
    try:
        place = places.find(places.split_variant(unquote(url.partition("?")[0]))[1])
    except places.NoPortal:
        return None
    found = registry.resolve(place)
    return found[0].owner(replace(place, groups=found[1].groupdict())) if found else None


def _page(url: str) -> Page:
    quoted, _mark, query = url.partition("?")
    path = unquote(quoted)
    if not places.is_safe(path):
        return _error(None, 404)
    if path.removeprefix("/") in places.VARIANTS:
        return Page(status=301, body=b"", location=f"{path}/")
    variant, path = places.split_variant(path)
    try:
        place = places.find(path)
    except places.NoPortal:
        return _error(None, 404)
    place = replace(place, query=_query(query), variant=variant)
    if place.site.is_foreign and variant == places.TRADITIONAL:
        return Page(status=301, body=b"", location=place.in_variant(""))
    with translation.override(place.site.language):
        return _in_variant(place, _inside(place))


def _in_variant(place: Place, page: Page) -> Page:
    """The page as its variant wants it; what is no page of text has no variants."""
    if not place.variant or page.location:
        return page
    if page.content_type != HTML:
        return Page(status=301, body=b"", location=place.in_variant(""))
    body = registry.variant(place.variant)(page.body.decode())
    return replace(page, body=body.encode())


def _query(text: str) -> dict[str, str]:
    pairs = parse_qsl(text[:MAX_QUERY_CHARACTERS], errors="replace")
    return dict(reversed(pairs[:MAX_QUERY_FIELDS]))


def _inside(place: Place) -> Page:
    found = registry.resolve(place)
    if found is None:
        return _missing(place)
    address, match = found
    place = replace(place, groups={k: v or "" for k, v in match.groupdict().items()})
    try:
        rendered = address.render(place)
    except registry.NotThere:
        return _missing(place)
    except registry.Gone:
        return _error(place, 410)
    except registry.MovedTo as moved:
        return Page(status=301, body=b"", location=str(moved))
    body = rendered.body.encode() if isinstance(rendered.body, str) else rendered.body
    return Page(
        status=rendered.status,
        body=body,
        content_type=rendered.content_type,
        name=address.name,
        is_dynamic=address.dynamic,
        headers=dict(rendered.headers),
        open_file=rendered.open_file,
        validator=rendered.validator,
    )


def _missing(place: Place) -> Page:
    """A redirect left behind by a column or an old site, a missing slash, or 404."""
    left = _left_behind(place)
    if left:
        recorder.record(f"redirect:{left.pk}")
        if left.gone:
            return _error(place, 410)
        return Page(status=301, body=b"", location=_leads_to(place, left))
    last = place.path.rpartition("/")[2]
    if last and "." not in last:
        with_slash = _inside(replace(place, path=f"{place.path}/"))
        if with_slash.status == 200:
            return Page(status=301, body=b"", location=place.link(f"{place.path}/"))
    return _error(place, 404)


def _left_behind(place: Place) -> Redirect | None:
    """What was left for exactly this address, or for the column whose page, list or feed it is."""
    column = COLUMN_TAIL.sub("", place.path).rstrip("/")
    known = {
        left.old_path: left
        for left in Redirect.objects.filter(
            site=place.site, old_path__in={f"/{place.path}", column} - {""}
        )
    }
    return known.get(f"/{place.path}") or known.get(column)


def _leads_to(place: Place, left: Redirect) -> str:
    """An old site's address leads to a path as it is written; a column to its new own page."""
    is_column = not left.old_path.startswith("/")
    return place.link(f"{left.new_path}/" if is_column else left.new_path)


def _error(place: Place | None, status: int) -> Page:
    return Page(status=status, body=registry.error_page(place, status).encode(), name="error")
