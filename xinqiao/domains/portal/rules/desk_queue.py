"""The four states of what units send to a desk: received, filtered, processed, published.

Legal basis: none; requirements P07 and P13 (a county's notice on editors: 做好信息内容接收、筛选、
加工、发布) name the states, the tests for each are ours.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.chain import DESK_STAGES, REVIEW_STAGES, ChainRefused
from xinqiao.domains.portal.rules.states import PlacementMode, PlacementState, Stage


class QueueState(TextChoices):
    """Where something stands at the desk."""

    RECEIVED = "received", _("接收")
    FILTERED = "filtered", _("筛选")
    PROCESSED = "processed", _("加工")
    PUBLISHED = "published", _("发布")
    REJECTED = "rejected", _("未用")


class Outcome(TextChoices):
    """What the desk decided when it filtered."""

    SELECTED = "selected", _("选用")
    REJECTED = "rejected", _("不用")


def check_select(stage: str, outcome: str) -> None:
    """Only what has arrived and is not selected yet can be. Raises ChainRefused."""
    if stage != Stage.EDITING:
        raise ChainRefused(_("文章不在编辑部，不能选用。"))
    if outcome == Outcome.SELECTED:
        raise ChainRefused(_("文章已经选用。"))


def queue_state(
    *,
    mode: str,
    state: str,
    stage: str,
    outcome: str,
    is_edited: bool,
    confirming: bool,
) -> QueueState | None:
    """The state of one submission; None while its unit is still at it.

    ``mode`` and ``state`` of its place in the column, ``stage`` of the article, ``outcome`` of
    the desk's decision ("" for none), whether the desk has edited it or waits for a confirmation.
    """
    if mode != PlacementMode.OWN:
        return _OFFERED.get(PlacementState(state))
    if stage == Stage.APPROVED or (confirming and stage in REVIEW_STAGES):
        return QueueState.PROCESSED
    if stage == Stage.EDITING:
        if is_edited:
            return QueueState.PROCESSED
        return QueueState.FILTERED if outcome == Outcome.SELECTED else QueueState.RECEIVED
    if state == PlacementState.ONLINE:
        return QueueState.PUBLISHED
    is_back = stage not in DESK_STAGES | REVIEW_STAGES
    return QueueState.REJECTED if is_back and outcome == Outcome.REJECTED else None


_OFFERED = {
    PlacementState.OFFERED: QueueState.RECEIVED,
    PlacementState.ACCEPTED: QueueState.PROCESSED,
    PlacementState.ONLINE: QueueState.PUBLISHED,
    PlacementState.DECLINED: QueueState.REJECTED,
}
