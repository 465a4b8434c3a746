"""A route is closed unless it is named; Wagtail's own rooms stay shut."""

import pytest

from xinqiao.kernel.ui import doors

CLOSED = [
    "wagtailadmin_explore_root",
    "wagtailadmin_pages:add",
    "wagtailadmin_api:images:listing",
    "wagtailadmin_collections:index",
    "wagtailadmin_workflows:index",
    "wagtailadmin_reports:site_history",
    "wagtailadmin_account",
    "wagtailadmin_tag_autocomplete",
    "wagtail_bulk_action",
    "wagtailsnippets:index",
    "wagtailusers_users:index",
    "wagtailusers_groups:index",
    "wagtailimages:index",
    "wagtailimages_chooser:choose",
    "wagtaildocs:index",
    "wagtailsnippetchoosers_portal_article:choose",
    "anything:at_all",
    "",
]


@pytest.mark.parametrize("route", CLOSED)
def test_route_that_nobody_opened_is_closed(route):
    assert doors.find(route) is None


def test_namespace_opens_its_routes_only():
    assert doors.find("accounts:login") is not None
    assert doors.find("accounts_other:login") is None


def test_own_door_stands_over_its_namespace(monkeypatch):
    monkeypatch.setattr(doors, "_doors", {})
    doors.register("a:*")
    doors.register("a:b", duties=("editor",))

    assert doors.find("a:b").duties == {"editor"}
    assert doors.find("a:c").duties == frozenset()
