"""What happened to an article, from the audit trail, in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.models import Article

LIMIT = 60
LABELS: dict[str, Any] = {
    "portal.article_created": _("新建"),
    "portal.article_saved": _("修改"),
    "portal.article_submitted": _("提交"),
    "portal.article_taken_back": _("收回"),
    "portal.step_passed": _("通过"),
    "portal.article_returned": _("退回"),
    "portal.article_edited_at_desk": _("在编辑部修改"),
    "portal.confirmation_requested": _("送请确认修改"),
    "portal.publication_scheduled": _("设定定时发布"),
    "portal.publication_unscheduled": _("取消定时发布"),
    "portal.article_published": _("发布"),
    "portal.article_corrected": _("发布更正"),
    "portal.article_withdrawn": _("撤回已发布的文章"),
    "portal.correction_started": _("开始更正"),
    "portal.correction_dropped": _("放弃更正"),
    "portal.placement_offered": _("报送到其他栏目"),
    "portal.placement_accepted": _("采用"),
    "portal.placement_declined": _("不采用"),
    "portal.placement_withdrawn": _("从栏目撤下"),
}


@dataclass(frozen=True)
class Happening:
    """One line of the timeline."""

    at: dt.datetime
    who: str
    label: Any
    reason: str = ""


def events_of(article: Article) -> list[Happening]:
    """The newest first; several savings in a row by one person are one line."""
    return []
