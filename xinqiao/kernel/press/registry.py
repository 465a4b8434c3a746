"""What the domains tell the press: public addresses, how to render one, and who owns it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from xinqiao.kernel.press.places import Place


class NotThere(Exception):
    """There is no such page; the press looks for a redirect and then answers 404."""


class Gone(Exception):
    """There was such a page and it was withdrawn; the press answers 410."""


class MovedTo(Exception):
    """The page has another address, which is the only argument."""


@dataclass(frozen=True)
class Rendered:
    """What a renderer gives back: text or bytes, or a file to be opened, and its type."""

    body: str | bytes = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    open_file: Callable[[], BinaryIO] | None = None
    validator: str = ""


Renderer = Callable[[Place], Rendered]


@dataclass(frozen=True)
class Address:
    """A family of public addresses inside a site.

    ``owner`` answers which organisation's page it is (for findings and alarms), or None.
    ``dynamic`` pages depend on the query string and are never written to files.
    """

    name: str
    pattern: re.Pattern[str]
    render: Renderer
    owner: Callable[[Place], int | None]
    kinds: frozenset[str]
    dynamic: bool


_addresses: dict[str, Address] = {}
_variants: dict[str, Callable[[str], str]] = {}
_error_pages: list[Callable[[Place | None, int], str]] = []
EVERY_KIND = frozenset({"portal", "edition", "subsite"})


def owner_of_site(place: Place) -> int | None:
    """The organisation of the site itself."""
    return place.site.organisation_id


def register_address(
    pattern: str,
    *,
    render: Renderer,
    name: str,
    owner: Callable[[Place], int | None] = owner_of_site,
    kinds: frozenset[str] = EVERY_KIND,
    dynamic: bool = False,
) -> None:
    """Register addresses by a pattern of the path inside the site; the first match wins."""
    _addresses[name] = Address(name, re.compile(pattern), render, owner, kinds, dynamic)


def register_error_page(render: Callable[[Place | None, int], str]) -> None:
    """Register how 404, 410 and 500 look; the last one registered wins."""
    _error_pages.append(render)


def register_variant(code: str, rewrite: Callable[[str], str]) -> None:
    """Register what is done to the text of every page of a variant (see ``places.VARIANTS``)."""
    _variants[code] = rewrite


def variant(code: str) -> Callable[[str], str]:
    """How pages of a variant are rewritten; as they are when nothing is registered."""
    return _variants.get(code, str)


def resolve(place: Place) -> tuple[Address, re.Match[str]] | None:
    """The first address whose pattern matches the whole path."""
    for address in _addresses.values():
        if place.site.kind in address.kinds:
            match = address.pattern.fullmatch(place.path)
            if match:
                return address, match
    return None


def names() -> list[str]:
    """The names of all registered addresses, in order of matching."""
    return list(_addresses)


def error_page(place: Place | None, status: int) -> str:
    """The page for an error, or a bare one when nothing is registered."""
    if _error_pages:
        return _error_pages[-1](place, status)
    return f"<!doctype html><html lang='zh-Hans'><title>{status}</title><p>{status}</p></html>"
