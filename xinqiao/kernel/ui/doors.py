"""The doors of the workbench: a route under /manage/ that is not named here does not exist.

A route is named as the resolver names it (``portal:articles``); a whole namespace by its
name and a colon with a star (``portal:*``). Each door says which duties pass; without any,
every member of staff does. Wagtail's pages, users, groups, collections, workflows, reports,
images, documents and its API are never opened.
"""

from dataclasses import dataclass
from typing import Any

PREFIX = "/manage/"


@dataclass(frozen=True)
class Door:
    """One route, or one namespace of routes, and who may pass."""

    route: str
    duties: frozenset[str] = frozenset()
    anonymous: bool = False
    frame: bool = False  # shows a public page inside the workbench (preview)


_doors: dict[str, Door] = {}
_asking: dict[str, bool] = {}
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

# Pages of Wagtail that a page of ours stands in for; the method of the request is kept.
MOVED = {"wagtailadmin_account": "accounts:password"}


def register(
    *routes: str, duties: tuple[str, ...] = (), anonymous: bool = False, frame: bool = False
) -> None:
    """Open routes to the holders of these duties, or to every member of staff."""
    for route in routes:
        _doors[route] = Door(route, frozenset(duties), anonymous, frame)


def ask_again_at(*routes: str, reading: bool = False) -> None:
    """Behind these open routes lie sensitive acts (ASVS 7.5.3): who proved himself more than ten
    minutes ago proves it again before the form is handled, with ``reading`` before any answer.

    Chosen files cannot be kept meanwhile: a form that takes files asks with ``reading``.
    """
    for route in routes:
        _asking[route] = reading


def asks_again(route: str, method: str | None) -> bool:
    """Whether a request of this method to this route is a sensitive act."""
    return route in _asking and (_asking[route] or method not in _SAFE)


def asking() -> dict[str, bool]:
    """The routes of sensitive acts, and whether reading is one too."""
    return dict(_asking)


def find(route: str) -> Door | None:
    """The door of a route: its own, or that of its namespace; None keeps it closed."""
    if not route:
        return None
    namespace = route.partition(":")[0]
    return _doors.get(route) or _doors.get(f"{namespace}:*")


def lets_in(door: Door, user: Any) -> bool:
    """Whether this member of staff may pass."""
    held: frozenset[str] = user.duty_codes
    return bool(held & door.duties) if door.duties else bool(held)


def all_doors() -> tuple[Door, ...]:
    """Every door, for the door walk."""
    return tuple(_doors.values())


# What Wagtail's shell needs, and the pages of kernel packages below this one, which guard
# their own rows and duties in their views.
register(
    "wagtailadmin_home",
    "wagtailadmin_dismissibles",
    "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release",
    "ui:*",
    "organisations:*",
    "notifications:*",
    "files:*",
    "calendars:*",
    "audit:*",
    "jobs:*",
)
# Asked before its view is reached, so the door itself turns everybody else away.
register("audit:export", duties=("auditor",))
ask_again_at("audit:export", reading=True)
register("wagtailadmin_sprite", "wagtailadmin_javascript_catalog", "accounts:*", anonymous=True)
