"""The side menu of the workbench: entries by duty, a long menu gathered into a few groups.

Who has few entries sees them all at once; who has many finds them under headings, so that the
menu stays on one screen.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

FEW = 10  # so many entries are shown as they are


class Entry(MenuItem):
    """An entry of the side menu, shown to whom ``shown`` lets through."""

    def __init__(
        self, name: str, label: Any, url: Any, *, shown: Callable[[Any], bool], **look: Any
    ):
        super().__init__(label, url, name=name, **look)
        self.shown = shown

    def is_shown(self, request: Any) -> bool:
        return bool(self.shown(request.user))


@dataclass(frozen=True)
class Group:
    """Entries that stand under one heading in a long menu."""

    name: str
    label: Any
    icon_name: str
    order: int


_groups: dict[str, Group] = {}  # name of the entry -> its group


def register(
    route: str,
    label: Any,
    *,
    icon_name: str,
    order: int,
    duties: Iterable[str] = (),
    shown: Callable[[Any], bool] | None = None,
) -> None:
    """Put a screen into the side menu, for the holders of these duties or by a policy."""
    held = frozenset(duties)
    entry = Entry(
        name_of(route),
        label,
        reverse_lazy(route),
        shown=shown or (lambda user: bool(held & user.duty_codes)),
        icon_name=icon_name,
        order=order,
    )
    hooks.register("register_admin_menu_item", lambda: entry)


def gather(name: str, label: Any, *routes: str, icon_name: str, order: int) -> None:
    """Let the entries of these screens stand under one heading where the menu is long."""
    group = Group(name, label, icon_name, order)
    _groups.update({name_of(route): group for route in routes})


def name_of(route: str) -> str:
    """The name of the entry of a screen."""
    return route.replace(":", "-").replace("_", "-")


def gathered(items: list[MenuItem]) -> list[MenuItem]:
    """The entries of one person as they are shown."""
    if len(items) <= FEW:
        return items
    found: dict[Group, list[MenuItem]] = {}
    for item in items:
        if group := _groups.get(item.name):
            found.setdefault(group, []).append(item)
    single = {members[0].name for members in found.values() if len(members) == 1}
    alone = [item for item in items if item.name not in _groups or item.name in single]
    many = [_heading(group, members) for group, members in found.items() if len(members) > 1]
    return [*alone, *many]


def _heading(group: Group, members: list[MenuItem]) -> MenuItem:
    """The group with what this person sees of it."""
    return SubmenuMenuItem(
        group.label,
        Menu(items=members),
        name=f"group-{group.name}",
        icon_name=group.icon_name,
        order=group.order,
    )
