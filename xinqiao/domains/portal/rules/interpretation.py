"""Interpretation of policy documents: forms, authors, when it must be there.

Legal basis: 国办发〔2014〕57号: the plan to interpret is made together with the document; by text,
figures, sound and video; written by those who drafted it, institutions and experts. "At latest
3 working days" is a local rule (norms.md 0).
"""

import datetime as dt
from collections.abc import Sequence

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.chain import ChainRefused
from xinqiao.domains.portal.rules.states import Kind
from xinqiao.kernel.calendars.rules import WorkingCalendar

LATEST_WORKING_DAYS = 3
MAX_DOCUMENTS = 20
SHORTEST_REASON = 4


class ReadingForm(TextChoices):
    """In what form a document is explained (requirement P19)."""

    TEXT = "text", _("文字解读")
    CHART = "chart", _("图解")
    AUDIO = "audio", _("音频")
    VIDEO = "video", _("视频")
    QUESTIONS = "questions", _("问答")
    EXPERT = "expert", _("专家解读")
    PRESS = "press", _("新闻发布会")


class AuthorKind(TextChoices):
    """Who explains it (requirement P20)."""

    DRAFTER = "drafter", _("文件起草部门")
    INSTITUTION = "institution", _("专业机构")
    EXPERT = "expert", _("专家学者")
    MEDIA = "media", _("媒体")


class Lamp(TextChoices):
    """Where the interpretation of a document stands."""

    UNPLANNED = "unplanned", _("缺解读方案")
    WAITING = "waiting", _("待解读")
    DUE = "due", _("今天到期")
    OVERDUE = "overdue", _("超期未解读")
    DONE = "done", _("已解读")
    EXEMPT = "exempt", _("不需解读")
    NONE = "none", _("没有解读")


def check_plan(forms: Sequence[str], exemption: str) -> None:
    """Either forms or a reason for none. Raises ChainRefused."""
    if exemption.strip():
        if forms:
            raise ChainRefused(_("写了不解读的理由，就不要再选解读形式。"))
        if len(exemption.strip()) < SHORTEST_REASON:
            raise ChainRefused(_("请写明不解读的理由。"))
    elif not forms:
        raise ChainRefused(_("请选择至少一种解读形式，或写明不解读的理由。"))
    unknown = [form for form in forms if form not in ReadingForm.values]
    if unknown:
        raise ChainRefused(_("没有这种解读形式：%s。") % "、".join(unknown))


def check_planned(kind: str, *, has_plan: bool, is_first: bool) -> None:
    """A policy document is first published with a plan (requirement P18). Raises ChainRefused."""
    if kind == Kind.DOCUMENT and is_first and not has_plan:
        raise ChainRefused(
            _("政策文件发布前须先制定解读方案，或由单位负责人写明不解读的理由（见本页“解读”）。")
        )


def missing_reading(
    kind: str, *, reading_form: str, documents: int, outside_document: str
) -> tuple[str, ...]:
    """Chinese names of what an interpretation still lacks."""
    if kind != Kind.INTERPRETATION:
        return ()
    missing = []
    if not reading_form:
        missing.append("解读形式")
    if not documents and not outside_document.strip():
        missing.append("解读的政策文件")
    return tuple(missing)


def latest_day(published: dt.date, calendar: WorkingCalendar) -> dt.date:
    """The last day on which the interpretation of a document may appear."""
    return calendar.add_working_days(published, LATEST_WORKING_DAYS)


def lamp(
    *, has_plan: bool, is_exempt: bool, is_read: bool, due: dt.date | None, today: dt.date
) -> Lamp:
    """Where the interpretation of a document stands; without ``due`` it is not public yet.

    What is public without a plan came before the rule, or by an import: no work of today.
    """
    if is_read:
        return Lamp.DONE
    if is_exempt:
        return Lamp.EXEMPT
    if not has_plan:
        return Lamp.UNPLANNED if due is None else Lamp.NONE
    if due is None or today < due:
        return Lamp.WAITING
    return Lamp.DUE if today == due else Lamp.OVERDUE
