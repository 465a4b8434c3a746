"""Home-page blocks: the domains register them, a site's home page is composed of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from xinqiao.kernel.press.places import Place


@dataclass(frozen=True)
class Block:
    """A part of a home page.

    ``build`` answers the values its template needs; an empty answer leaves the block out, so
    that no home page shows an empty box.
    """

    code: str
    label: str | Promise
    build: Callable[[Place], Mapping[str, Any]]
    template: str


_blocks: dict[str, Block] = {}


def register_block(
    code: str,
    label: str | Promise,
    *,
    build: Callable[[Place], Mapping[str, Any]],
    template: str,
) -> None:
    """Register a block; registering a code again replaces it."""
    _blocks[code] = Block(code, label, build, template)


def get(code: str) -> Block | None:
    """The block of this code, or None when the domain that had it is not installed."""
    return _blocks.get(code)


def all_blocks() -> list[Block]:
    """Every registered block, in order of registration."""
    return list(_blocks.values())
