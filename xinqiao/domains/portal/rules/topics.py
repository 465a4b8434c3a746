"""Topic pages: what a block may hold, what is complete, what an archive closes.

Legal basis: none; the blocks are ours. A topic that is over is kept and marked, not deleted: our
reading of 国办发〔2017〕47号 (政府网站发展指引), which asks that outdated topics be filed.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypedDict

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinqiao.domains.portal.rules.layouts import WIDTHS, LayoutRefused

MAX_BLOCKS = 20
MAX_ITEMS = 30  # of one list
MAX_COLUMNS = 20
MAX_ENTRIES = 60  # of one timeline
MAX_CHARACTERS = 5000  # of one text
BANNER, LIST, TIMELINE, TEXT = "topic.banner", "topic.list", "topic.timeline", "topic.text"


class TopicKind(TextChoices):
    """What brings the page together: an event or undertaking, or the people it is for."""

    TOPIC = "topic", gettext_lazy("专题")
    AUDIENCE = "audience", gettext_lazy("人群频道")


class TopicState(TextChoices):
    """A topic is composed, is read, and in the end is kept without change."""

    DRAFT = "draft", gettext_lazy("编排中")
    CURRENT = "current", gettext_lazy("进行中")
    ARCHIVED = "archived", gettext_lazy("已归档")


class TopicSpot(TypedDict):
    """A block of a topic: its code, its width in twelfths, and what its maker has set."""

    block: str
    width: int
    settings: dict[str, Any]


def check_open(state: str) -> None:
    """An archived topic is closed to change. Raises LayoutRefused."""
    if state == TopicState.ARCHIVED:
        raise LayoutRefused(_("专题已归档，不能再修改。"))


def check_archivable(state: str) -> None:
    """Only what readers have is archived. Raises LayoutRefused."""
    if state != TopicState.CURRENT:
        raise LayoutRefused(_("只有进行中的专题可以归档。"))


def check_unchanged(made_at: dt.datetime | None, seen_at: dt.datetime | None) -> None:
    """Two people must not overwrite one another. Raises LayoutRefused."""
    if made_at != seen_at:
        raise LayoutRefused(_("他人刚修改了这个专题，请刷新后再改。"))


def check_blocks(spots: Sequence[TopicSpot]) -> None:
    """Refuse what no topic may hold. Raises LayoutRefused."""
    if len(spots) > MAX_BLOCKS:
        raise LayoutRefused(_("一个专题最多%d个版块。") % MAX_BLOCKS)
    if [spot["block"] for spot in spots].count(BANNER) > 1:
        raise LayoutRefused(_("一个专题只有一个横幅。"))
    for spot in spots:
        check = _CHECKS.get(spot["block"])
        if check is None or spot["width"] not in WIDTHS:
            raise LayoutRefused(_("版块不存在或宽度不对，请刷新后再排。"))
        check(spot["settings"])


def check_complete(spots: Sequence[TopicSpot], *, has_image: bool) -> None:
    """Refuse to publish an empty page or an empty block. Raises LayoutRefused."""
    if not spots:
        raise LayoutRefused(_("专题至少要有一个版块。"))
    for spot in spots:
        missing = _missing(spot, has_image=has_image)
        if missing:
            raise LayoutRefused(missing)


def with_block(spots: Sequence[TopicSpot], number: int | None, spot: TopicSpot) -> list[TopicSpot]:
    """The blocks with one more at the end, or with another one in place of ``number``."""
    if number is None:
        return [*spots, spot]
    return [spot if place == number else other for place, other in enumerate(spots)]


def without_block(spots: Sequence[TopicSpot], number: int) -> list[TopicSpot]:
    """The blocks but one."""
    return [spot for place, spot in enumerate(spots) if place != number]


def moved_block(spots: Sequence[TopicSpot], number: int, *, up: bool) -> list[TopicSpot]:
    """The blocks with one moved by one place; the first goes no higher, the last no lower."""
    moved = list(spots)
    spot = moved.pop(number)
    moved.insert(max(number - 1, 0) if up else number + 1, spot)
    return moved


def _check_list(said: dict[str, Any]) -> None:
    if not 1 <= said["count"] <= MAX_ITEMS:
        raise LayoutRefused(_("列表显示1至%d条。") % MAX_ITEMS)
    if len(said["columns"]) > MAX_COLUMNS or len(said["articles"]) > MAX_ITEMS:
        most = {"columns": MAX_COLUMNS, "articles": MAX_ITEMS}
        raise LayoutRefused(_("列表最多选%(columns)d个栏目、%(articles)d篇文章。") % most)


def _check_timeline(said: dict[str, Any]) -> None:
    if len(said["entries"]) > MAX_ENTRIES:
        raise LayoutRefused(_("大事记最多%d条。") % MAX_ENTRIES)


def _check_text(said: dict[str, Any]) -> None:
    if len(said["text"]) > MAX_CHARACTERS:
        raise LayoutRefused(_("文字最多%d字。") % MAX_CHARACTERS)


_CHECKS: dict[str, Callable[[dict[str, Any]], None]] = {
    BANNER: lambda said: None,
    LIST: _check_list,
    TIMELINE: _check_timeline,
    TEXT: _check_text,
}


def _missing(spot: TopicSpot, *, has_image: bool) -> str:
    """What a block lacks before readers may see it, in Chinese; "" for nothing."""
    code, said = spot["block"], spot["settings"]
    if code == BANNER:
        return "" if has_image and said["alt"] else _("横幅还缺图片或替代文字。")
    if code == LIST and not (said["columns"] or said["articles"]):
        return _("列表“%s”还没有选栏目或文章。") % said["title"]
    if code == TIMELINE and not said["entries"]:
        return _("大事记“%s”还没有内容。") % said["title"]
    return _("文字版块还没有内容。") if code == TEXT and not said["text"] else ""
