"""What a home page may be composed of.

Legal basis: none; the blocks are ours.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import TypedDict

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WIDTHS = (12, 8, 7, 6, 5, 4)


class Spot(TypedDict):
    """Where a block stands: its width in twelfths of the page."""

    block: str
    width: int


class LayoutState(TextChoices):
    """One draft and one published layout a site; the others are its history."""

    DRAFT = "draft", gettext_lazy("草稿")
    PUBLISHED = "published", gettext_lazy("使用中")
    REPLACED = "replaced", gettext_lazy("旧版")


class LayoutRefused(ValueError):
    """The layout cannot be kept or published; the message says why, in Chinese."""


def check_spots(spots: Sequence[Spot], known: Collection[str]) -> None:
    """Refuse an empty page, an unknown block, one twice, a wrong width. Raises LayoutRefused."""
    codes = [spot["block"] for spot in spots]
    if not codes:
        raise LayoutRefused(_("首页至少要有一个版块。"))
    if len(set(codes)) < len(codes) or not set(codes) <= set(known):
        raise LayoutRefused(_("版块重复或不存在，请刷新后再排。"))
    if any(spot["width"] not in WIDTHS for spot in spots):
        raise LayoutRefused(_("版块宽度不对。"))


def check_seen(state: str, made_at: dt.datetime, seen_at: dt.datetime) -> None:
    """Refuse to publish another draft than the one that was seen. Raises LayoutRefused."""
    if state != LayoutState.DRAFT or made_at != seen_at:
        raise LayoutRefused(_("草稿已变化，请刷新后重新查看再发布。"))


def check_earlier(state: str) -> None:
    """Only an earlier version can be gone back to. Raises LayoutRefused."""
    if state != LayoutState.REPLACED:
        raise LayoutRefused(_("这一版不是旧版，请刷新后再办理。"))
