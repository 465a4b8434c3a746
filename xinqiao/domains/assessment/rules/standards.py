"""The lines that a site must not cross, and the earlier ones at which people are warned.

Legal basis: 政府网站与政务新媒体检查指标 (国办秘函〔2019〕19号), part 1, the six vetoes. The
warning lines are our own; an administrator may change all of them (``models.Standard``).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LONGEST = 3660
DAYS, PIECES, PERCENT = _("天"), _("个"), _("%")


class Veto(TextChoices):
    """The six vetoes; one of them makes the whole site fail."""

    SAFETY = "safety", _("安全与真实")
    ACCESS = "access", _("站点可用")
    HOME = "home", _("首页更新")
    COLUMNS = "columns", _("栏目更新")
    REPLIES = "replies", _("互动回应")
    SERVICES = "services", _("服务实用")


class BadStandard(ValueError):
    """The lines cannot stand so; the message says why, in Chinese."""


@dataclass(frozen=True)
class Standard:
    """One line: ``limit`` makes a site fail, ``warning`` is the earlier line, both in ``unit``."""

    code: str
    veto: Veto
    label: Any
    unit: Any
    limit: int
    warning: int


Standards = Mapping[str, Standard]

STANDARDS: Standards = {
    standard.code: standard
    for standard in (
        Standard("unsafe", Veto.SAFETY, _("严重表述、泄密等问题"), PIECES, 1, 1),
        Standard("doubtful_dates", Veto.SAFETY, _("日期存疑的文章"), PIECES, 1, 1),
        Standard("failed_percent", Veto.ACCESS, _("一周内访问失败的比例"), PERCENT, 5, 3),
        Standard("home_days", Veto.HOME, _("首页没有更新"), DAYS, 14, 10),
        Standard("news_days", Veto.COLUMNS, _("动态要闻类栏目没有更新"), DAYS, 14, 10),
        Standard("notice_days", Veto.COLUMNS, _("通知公告、政策文件栏目没有更新"), DAYS, 180, 150),
        Standard("other_days", Veto.COLUMNS, _("其他栏目没有更新"), DAYS, 365, 300),
        Standard("stale_columns", Veto.COLUMNS, _("不更新的动态和公告类栏目"), PIECES, 5, 3),
        Standard("stale_others", Veto.COLUMNS, _("长期不更新的其他栏目"), PIECES, 10, 6),
        Standard("blank_columns", Veto.COLUMNS, _("空白栏目"), PIECES, 5, 3),
        Standard("unanswered", Veto.REPLIES, _("三个月未回应的有效留言"), PIECES, 1, 1),
        Standard("poor_guides", Veto.SERVICES, _("要素缺失的办事指南"), PIECES, 5, 3),
    )
}


def check_lines(standard: Standard) -> None:
    """The warning comes at the line or before it. Raises BadStandard."""
    if not 1 <= standard.limit <= LONGEST:
        raise BadStandard(_("红线须为1至3660。"))
    if not 1 <= standard.warning <= standard.limit:
        raise BadStandard(_("预警线须不小于1，且不大于红线。"))
    if standard.unit == PERCENT and standard.limit > 100:
        raise BadStandard(_("比例不能超过100。"))
