"""Which blocks a home page is composed of, and the column types that feed them: plain data."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

# Values of Column.column_type, the ColumnType tag of the national guideline.
NEWS_TYPES = ("政务动态", "动态要闻", "新闻动态", "工作动态")
NOTICE_TYPES = ("通知公告",)
POLICY_TYPES = ("政策文件",)
INTERPRETATION_TYPES = ("解读", "政策解读", "解读回应")
FACT_TYPES = ("概况信息", "机构职能", "负责人信息", "领导信息")


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
        Spot("portal.sub_sites", 12),
    ),
    "edition": (
        Spot("portal.headline", 12),
        Spot("portal.notices", 6),
        Spot("portal.entries", 6),
        Spot("portal.policies", 12),
        Spot("portal.columns", 12),
    ),
    "subsite": (
        Spot("portal.headline", 12),
        Spot("portal.notices", 7),
        Spot("portal.unit", 5),
        Spot("portal.policies", 12),
        Spot("portal.columns", 12),
    ),
}

LABELS = {
    "portal.headline": _("头条和要闻"),
    "portal.notices": _("通知公告"),
    "portal.entries": _("常用入口"),
    "portal.policies": _("政策与解读"),
    "portal.columns": _("栏目集锦"),
    "portal.unit": _("单位信息"),
    "portal.sub_sites": _("部门乡镇网站"),
}
