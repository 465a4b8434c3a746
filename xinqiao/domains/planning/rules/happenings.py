"""What happens in planning, in the words of the audit log.

Legal basis: none; the words are ours.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

HAPPENINGS: dict[str, Any] = {
    "planning.feature_asked": _("申请功能"),
    "planning.request_granted": _("同意功能申请"),
    "planning.request_declined": _("不同意功能申请"),
    "planning.stage_planned": _("安排实施阶段"),
    "planning.columns_drafted": _("起草栏目规划"),
    "planning.columns_changed": _("修改栏目规划"),
    "planning.columns_sent": _("发出栏目规划"),
    "planning.columns_answered": _("反馈栏目规划"),
    "planning.columns_closed": _("栏目规划截止"),
    "planning.stage_dropped": _("取消实施阶段"),
}
