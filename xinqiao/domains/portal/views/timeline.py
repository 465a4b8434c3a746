"""What happened to an article, from the audit trail, in words."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article
from xinqiao.kernel.audit.models import AuditEvent

LIMIT = 60
SAVED = "portal.article_saved"
PASSED = "portal.step_passed"
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
    """The newest first; savings in a row by one person are one line."""
    rows = AuditEvent.objects.filter(
        target_type=article._meta.label_lower, target_id=str(article.pk), result="ok"
    ).order_by("-id")[:LIMIT]
    found: list[Happening] = []
    for row in rows:
        happening = Happening(row.at, row.actor_label, _label(row), row.reason)
        last = found[-1] if found else None
        is_again = last is not None and row.action == SAVED and last.label == happening.label
        if not (is_again and last is not None and last.who == happening.who):
            found.append(happening)
    return found


def _label(event: AuditEvent) -> Any:
    """What was done; the step for a step that was passed."""
    label = LABELS.get(event.action, event.action)
    if event.action == PASSED and event.after:
        step = str(event.after.get("step", ""))
        if step in rules.Stage.values:
            return f"{label}（{str(rules.Stage(step).label).removeprefix('待')}）"
    return label
