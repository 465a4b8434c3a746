"""Where a screen of the workbench is explained; the domain that holds the guide registers it."""

from collections.abc import Callable

Finder = Callable[[str], str]

_finders: list[Finder] = []


def register(finder: Finder) -> None:
    """Let ``finder(route)`` give the address of a screen's help, or an empty string."""
    if finder not in _finders:
        _finders.append(finder)


def address_of(route: str) -> str:
    """The address of the help of a screen, empty where there is none."""
    return next((address for finder in _finders if (address := finder(route))), "")
