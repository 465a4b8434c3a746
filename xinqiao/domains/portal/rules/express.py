"""The express lane: secrecy review and publication at once, the unit's review within a day.

Order 711, art. 17 puts the secrecy review before disclosure, so that it is never among what
follows later. The lane itself and its 24 hours are requirement P08 (duties.md, 快速通道).
"""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.chain import ChainRefused
from xinqiao.domains.portal.rules.states import ContentClass

REVIEW_HOURS = 24
REMIND_HOURS = 4  # before the review falls due
UNREVIEWED = _("快速通道发布后24小时内未完成补审，系统自动撤回")


def review_due(
    content_class: str, *, now: dt.datetime, pending: dt.datetime | None
) -> dt.datetime | None:
    """When the review that follows must be done; None for classes that were reviewed before.

    A correction of a text that still waits for its review does not prolong the time.
    """
    if content_class != ContentClass.EXPRESS:
        return None
    return pending or now + dt.timedelta(hours=REVIEW_HOURS)


def remind_from(now: dt.datetime) -> dt.datetime:
    """Reviews that fall due by this moment are reminded of."""
    return now + dt.timedelta(hours=REMIND_HOURS)


def check_review_after(due: dt.datetime | None) -> None:
    """Only what went online by the express lane is reviewed afterwards. Raises ChainRefused."""
    if due is None:
        raise ChainRefused(_("这篇文章没有待补的审核。"))
