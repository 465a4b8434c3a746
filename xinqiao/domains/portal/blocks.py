"""Which blocks a home page is composed of, and the column types that feed them: plain data."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# Values of Column.column_type, the ColumnType tag of the national guideline.
NEWS_TYPES = ("政务动态", "动态要闻", "新闻动态", "工作动态")
NOTICE_TYPES = ("通知公告",)
POLICY_TYPES = ("政策文件",)
INTERPRETATION_TYPES = ("解读", "政策解读", "解读回应")
# One box each on a home page, in this order, as far as there is something in them.
BOX_TYPES = (
    *("便民信息", "民生信息", "招标采购", "人事信息", "会议公开", "监管信息", "专题"),
    *("财政信息", "规划计划", "统计数据", "办事指南", "领导讲话", "互动信息"),
)

# What people look for most, by column type, with the drawing that stands beside it.
ENTRY_ICONS = {
    "概况信息": "land",
    "机构职能": "house",
    "负责人信息": "person",
    "领导信息": "person",
    "政策文件": "paper",
    "办事指南": "guide",
    "统计数据": "chart",
    "财政信息": "coin",
    "招标采购": "scales",
    "人事信息": "badge",
    "规划计划": "plan",
    "征地信息": "plan",
    "重大项目": "crane",
    "监管信息": "shield",
    "民生信息": "home",
    "便民信息": "home",
}


@dataclass(frozen=True)
class Spot:
    """Where a block stands: its width in twelfths of the page."""

    block: str
    width: int


HOME_LAYOUTS: dict[str, tuple[Spot, ...]] = {
    "portal": (
        Spot("portal.headline", 12),
        Spot("portal.notices", 5),
        Spot("portal.entries", 7),
        Spot("portal.policies", 12),
        Spot("portal.columns", 12),
        Spot("portal.topics", 12),
        Spot("portal.sub_sites", 12),
        Spot("portal.links", 12),
    ),
    "edition": (
        Spot("portal.headline", 12),
        Spot("portal.notices", 6),
        Spot("portal.entries", 6),
        Spot("portal.policies", 12),
        Spot("portal.columns", 12),
        Spot("portal.topics", 12),
        Spot("portal.links", 12),
    ),
    "subsite": (
        Spot("portal.headline", 12),
        Spot("portal.notices", 7),
        Spot("portal.unit", 5),
        Spot("portal.policies", 12),
        Spot("portal.columns", 12),
        Spot("portal.topics", 12),
        Spot("portal.links", 12),
    ),
}

LABELS = {
    "portal.headline": _("头条和要闻"),
    "portal.notices": _("通知公告"),
    "portal.entries": _("常用入口"),
    "portal.policies": _("政策与解读"),
    "portal.columns": _("栏目集锦"),
    "portal.topics": _("专题"),
    "portal.unit": _("单位信息"),
    "portal.sub_sites": _("部门乡镇网站"),
    "portal.links": _("友情链接"),
}

# The blocks of topic pages.
TOPIC = "topic"
TOPIC_LABELS = {
    "topic.banner": _("横幅"),
    "topic.list": _("文章列表"),
    "topic.timeline": _("大事记"),
    "topic.text": _("文字"),
}
