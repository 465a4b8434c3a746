"""What a new topic may begin with: plain data, filled from the columns that a site has.

Legal basis: none; the templates are ours.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.topics import (
    BANNER,
    LIST,
    MAX_COLUMNS,
    TEXT,
    TIMELINE,
    TopicKind,
    TopicSpot,
)

USUAL_COUNT = 8


@dataclass(frozen=True)
class Part:
    """A block of a template; a list is fed from the site's columns of these types."""

    block: str
    title: Any = ""
    width: int = 12
    types: tuple[str, ...] = ()

    def spot(self, columns: Iterable[tuple[int, str]]) -> TopicSpot:
        """The block as it stands in a topic; ``columns`` are ids with their types."""
        settings: dict[str, Any] = {"title": str(self.title)}
        if self.block == BANNER:
            settings = {"alt": ""}
        elif self.block == LIST:
            fed = [pk for pk, column_type in columns if column_type in self.types]
            settings |= {"columns": fed[:MAX_COLUMNS], "articles": [], "count": USUAL_COUNT}
        elif self.block == TIMELINE:
            settings["entries"] = []
        else:
            settings["text"] = ""
        return TopicSpot(block=self.block, width=self.width, settings=settings)


@dataclass(frozen=True)
class TopicTemplate:
    """A beginning for topics of one sort."""

    code: str
    label: Any
    about: Any
    parts: tuple[Part, ...]
    kind: str = TopicKind.TOPIC


NEWS = ("政务动态", "动态要闻", "新闻动态", "工作动态")
NOTICES = ("通知公告",)
POLICIES = ("政策文件",)
READINGS = ("解读", "政策解读", "解读回应")

TEMPLATES = (
    TopicTemplate("blank", _("空白"), _("从头编排。"), ()),
    TopicTemplate(
        "conference",
        _("重大会议"),
        _("横幅、会议简介、动态、公告、文件、日程。"),
        (
            Part(BANNER),
            Part(TEXT, _("会议简介")),
            Part(LIST, _("会议动态"), 6, (*NEWS, "会议公开")),
            Part(LIST, _("会议公告"), 6, NOTICES),
            Part(LIST, _("会议文件"), 12, ("领导讲话", *POLICIES)),
            Part(TIMELINE, _("会议日程")),
        ),
    ),
    TopicTemplate(
        "flood",
        _("防汛抗旱"),
        _("横幅、避险须知、最新情况、预警通告、应急知识、过程记录。"),
        (
            Part(BANNER),
            Part(TEXT, _("避险须知")),
            Part(LIST, _("最新情况"), 6, NEWS),
            Part(LIST, _("预警和通告"), 6, NOTICES),
            Part(LIST, _("应急知识"), 12, ("应急知识", "便民信息")),
            Part(TIMELINE, _("防汛抗旱过程")),
        ),
    ),
    TopicTemplate(
        "investment",
        _("招商引资"),
        _("横幅、投资环境、政策和解读、项目动态、办事指南。"),
        (
            Part(BANNER),
            Part(TEXT, _("投资环境")),
            Part(LIST, _("惠企政策"), 6, POLICIES),
            Part(LIST, _("政策解读"), 6, READINGS),
            Part(LIST, _("项目动态"), 6, ("重大项目", "招标采购")),
            Part(LIST, _("办事指南"), 6, ("办事指南",)),
        ),
    ),
)


def template_of(code: str) -> TopicTemplate | None:
    """The template of this code."""
    return next((template for template in TEMPLATES if template.code == code), None)


def spots_from(template: TopicTemplate, columns: Sequence[tuple[int, str]]) -> list[TopicSpot]:
    """The blocks of a new topic on a site with these columns (id and type)."""
    return [part.spot(columns) for part in template.parts]
