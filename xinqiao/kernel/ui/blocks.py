"""Blocks of composed pages: the domains register them, home pages and topics are made of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from xinqiao.kernel.press.places import Place

HOME = "home"


@dataclass(frozen=True)
class Block:
    """A part of a composed page; ``page`` says of which kind of page.

    ``build`` answers the values its template needs; an empty answer leaves the block out, so
    that no page shows an empty box. What the maker of a page has set for the block are the
    keyword arguments of ``build``.
    """

    code: str
    label: str | Promise
    build: Callable[..., Mapping[str, Any]]
    template: str
    page: str = HOME

    def values(self, place: Place, settings: Mapping[str, Any]) -> Mapping[str, Any]:
        """What its template needs at this place with these settings; empty for nothing."""
        return self.build(place, **settings)


_blocks: dict[str, Block] = {}


def register_block(
    code: str,
    label: str | Promise,
    *,
    build: Callable[..., Mapping[str, Any]],
    template: str,
    page: str = HOME,
) -> None:
    """Register a block; registering a code again replaces it."""
    _blocks[code] = Block(code, label, build, template, page)


def get(code: str) -> Block | None:
    """The block of this code, or None when the domain that had it is not installed."""
    return _blocks.get(code)


def all_blocks(page: str = HOME) -> list[Block]:
    """Every registered block of a kind of page, in order of registration."""
    return [block for block in _blocks.values() if block.page == page]
