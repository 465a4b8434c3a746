"""Every route under /manage/, read from the resolver itself, with an address that reaches it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, resolve, reverse

PREFIX = "manage/"
FILLERS = (
    "1",
    "x",
    "live",
    "earliest",
    "2026",
    "00000000-0000-0000-0000-000000000000",
    "2026/11/abcdefgh12345678.pdf",
)


@dataclass(frozen=True)
class Route:
    """One pattern: its full name, the names of its arguments, the text of its pattern."""

    name: str
    arguments: tuple[str, ...] = ()
    text: str = field(default="", compare=False)

    def address(self, **values: object) -> str:
        """The address with these arguments, or with anything that fits where none is given."""
        if not self.name.rpartition(":")[2]:
            return "/" + re.sub(r"[\^$]|\.\*|\\Z", "", self.text).replace("//", "/")
        names = [name for name in self.arguments if name not in values]
        for filling in product(FILLERS, repeat=len(names)):
            try:
                return reverse(
                    self.name, kwargs={**values, **dict(zip(names, filling, strict=True))}
                )
            except NoReverseMatch:
                continue
        raise NoReverseMatch(self.name)

    @property
    def is_shadowed(self) -> bool:
        """Whether a route of ours answers at this address before it: nobody ever gets here."""
        return bool(self.name) and resolve(self.address()).view_name != self.name


def manage_routes() -> list[Route]:
    """All routes of the workbench that can be reached, each once."""
    found = dict.fromkeys(
        route for route in _walk(get_resolver(), "", "", ()) if route.text.startswith(PREFIX)
    )
    reachable = [route for route in found if not route.is_shadowed]
    return sorted(reachable, key=lambda route: (route.name, route.arguments))


def _walk(
    resolver: URLResolver, namespace: str, text: str, arguments: tuple[str, ...]
) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        here = text + str(entry.pattern).lstrip("^")
        names = arguments + _names(entry)
        if isinstance(entry, URLPattern):
            yield Route(f"{namespace}{entry.name or ''}", names, here)
        else:
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _walk(entry, inner, here, names)


def _names(entry: URLPattern | URLResolver) -> tuple[str, ...]:
    converters = getattr(entry.pattern, "converters", None)
    if converters:
        return tuple(converters)
    regex = getattr(entry.pattern, "regex", None)
    return tuple(regex.groupindex) if regex is not None else ()
