"""Column plans put to the units: what a line must say, who answers until when, what silence means.

Legal basis: 政府网站发展指引 (国办发〔2017〕47号): columns are planned together, each with a unit
that answers. Our reading, as in the model letter "逾期不报将视为无意见": who says nothing until
the due time consents; in a survey, who says nothing has only not answered.
"""

import datetime as dt

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.planning.rules.stages import PlanRefused
from xinqiao.kernel.sites.rules import ColumnKind, ColumnMode

MIN_HOURS = 1
MAX_PLAN_DAYS = 180
MAX_ROWS = 500
MAX_UPDATE_DAYS = 366
SURVEY_TEMPLATE = _(
    "为改进网站栏目，请贵单位就下列问题答复：\n"
    "一、本单位栏目中，哪些群众用得多，哪些很少有人看？\n"
    "二、建议新增、合并、改名或停办哪些栏目？理由是什么？\n"
    "三、各栏目的责任人和更新周期是否合适？\n"
    "四、还希望平台提供哪些功能？"
)


class PlanKind(TextChoices):
    """Whether a plan is to be agreed, or opinions are asked before one is made."""

    PLAN = "plan", _("栏目规划征求意见")
    SURVEY = "survey", _("栏目改进调查")


class PlanState(TextChoices):
    """A draft is written, then open to answers, then closed."""

    DRAFT = "draft", _("草稿")
    OPEN = "open", _("征求意见中")
    CLOSED = "closed", _("已截止")


class Stance(TextChoices):
    """What a unit says."""

    WAITING = "waiting", _("未反馈")
    AGREED = "agreed", _("同意")
    OBJECTED = "objected", _("有意见")
    SILENT = "silent", _("逾期未反馈")


def consents(kind: str, stance: str) -> bool:
    """Whether the unit counts as having consented: it agreed, or was silent about a plan."""
    return stance == Stance.AGREED or (stance == Stance.SILENT and kind == PlanKind.PLAN)


def check_heading(title: str, kind: str, details: str) -> None:
    """A plan has a title; a survey has questions. Raises PlanRefused."""
    if not title.strip():
        raise PlanRefused(_("请写明标题。"))
    if kind == PlanKind.SURVEY and not details.strip():
        raise PlanRefused(_("调查要写明问题。"))


def check_draft(state: str) -> None:
    """What was sent is not changed any more. Raises PlanRefused."""
    if state != PlanState.DRAFT:
        raise PlanRefused(_("已经发出，不能再修改。"))


def check_row(name: str, kind: str, mode: str, update_days: int | None) -> None:
    """One column of a plan: a name, how it is built and kept. Raises PlanRefused."""
    if not name.strip():
        raise PlanRefused(_("请写栏目名称。"))
    if kind not in ColumnKind.values:
        raise PlanRefused(_("更新方式只能是静态或动态。"))
    if mode not in ColumnMode.values:
        raise PlanRefused(_("建设方式不对。"))
    if update_days is not None and not 1 <= update_days <= MAX_UPDATE_DAYS:
        raise PlanRefused(_("更新间隔为1至366天。"))
    if kind == ColumnKind.STATIC and update_days is not None:
        raise PlanRefused(_("静态栏目不填更新间隔。"))


def check_count(rows: int) -> None:
    """Raises PlanRefused for more columns than anybody reads."""
    if rows > MAX_ROWS:
        raise PlanRefused(_("一份规划最多500个栏目。"))


def check_sending(
    *, kind: str, rows: int, units: int, due_at: dt.datetime, now: dt.datetime
) -> None:
    """Something to answer, somebody to answer, and time for it. Raises PlanRefused."""
    if kind == PlanKind.PLAN and not rows:
        raise PlanRefused(_("规划里还没有栏目。"))
    if not units:
        raise PlanRefused(_("还没有征求意见的单位。"))
    first, last = now + dt.timedelta(hours=MIN_HOURS), now + dt.timedelta(days=MAX_PLAN_DAYS)
    if not first <= due_at <= last:
        raise PlanRefused(_("截止时间须在一小时以后、180天以内。"))


def check_answer(
    *, state: str, kind: str, due_at: dt.datetime | None, stance: str, text: str, now: dt.datetime
) -> None:
    """Until the due time; an objection, or an answer to a survey, says what. Raises PlanRefused."""
    if state != PlanState.OPEN or due_at is None or now > due_at:
        raise PlanRefused(_("已过截止时间，不能再反馈。"))
    if stance not in {Stance.AGREED, Stance.OBJECTED}:
        raise PlanRefused(_("请选择同意或有意见。"))
    if (stance == Stance.OBJECTED or kind == PlanKind.SURVEY) and not text.strip():
        raise PlanRefused(_("请写明意见。"))
