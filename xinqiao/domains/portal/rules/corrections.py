"""Reports of errors on our pages: what may be sent, how often, by when it is answered.

Legal basis: 国办秘函〔2019〕19号 (检查指标), “我为政府网站找错”: answer within three working days
(norms.md 0, from memory: [M]).
"""

import datetime as dt

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ANSWER_WORKING_DAYS = 3
SENT_AN_HOUR = 5
WINDOW = dt.timedelta(hours=1)
SHORTEST, LONGEST = 5, 1000


class ReportState(TextChoices):
    """A report waits or has been answered."""

    OPEN = "open", gettext_lazy("待处理")
    ANSWERED = "answered", gettext_lazy("已答复")


class ReportRefused(ValueError):
    """The report or the answer is not taken; the message says why, in Chinese."""


def check_report(text: str) -> None:
    """Refuse what says too little or too much. Raises ReportRefused."""
    if len(text.strip()) < SHORTEST:
        raise ReportRefused(_("请写明错在哪里，至少5个字。"))
    if len(text.strip()) > LONGEST:
        raise ReportRefused(_("最多1000个字，请写得短一些。"))


def check_rate(sent_in_window: int) -> None:
    """Refuse more than five reports an hour from one address. Raises ReportRefused."""
    if sent_in_window >= SENT_AN_HOUR:
        raise ReportRefused(_("您在一小时内已提交5条，请过一会儿再提交，或拨打网站底部的电话。"))


def check_answer(state: str, answer: str) -> None:
    """Refuse an empty answer and a second one. Raises ReportRefused."""
    if state != ReportState.OPEN:
        raise ReportRefused(_("这条纠错已经答复。"))
    if len(answer.strip()) < SHORTEST:
        raise ReportRefused(_("请写明核实和改正的情况，至少5个字。"))
