"""The side menu: few entries as they are, many under headings."""

import pytest
from wagtail.admin.menu import MenuItem

from xinqiao.kernel.ui import menu


@pytest.fixture(autouse=True)
def _own_groups(monkeypatch):
    monkeypatch.setattr(menu, "_groups", {})
    menu.gather("desk", "编辑部", "a:one", "a:two_more", icon_name="desktop", order=300)


def entries(*routes):
    return [MenuItem(route, f"/{route}/", name=menu.name_of(route)) for route in routes]


def names(items):
    return [item.name for item in items]


def test_a_short_menu_stays_as_it_is():
    items = entries("a:one", "a:two_more", "b:other")

    assert menu.gathered(items) == items


def test_a_long_menu_is_gathered_and_nothing_is_lost():
    others = entries(*(f"b:{number}" for number in range(menu.FEW)))

    *alone, desk = menu.gathered([*entries("a:one", "a:two_more"), *others])

    assert alone == others
    assert desk.name == "group-desk"
    assert names(desk.menu.menu_items_for_request(None)) == ["a-one", "a-two-more"]
    assert desk.order == 300


def test_one_entry_alone_needs_no_heading():
    others = entries(*(f"b:{number}" for number in range(menu.FEW)))
    items = [*entries("a:one"), *others]

    assert names(menu.gathered(items)) == names(items)
