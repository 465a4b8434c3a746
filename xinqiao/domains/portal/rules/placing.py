"""Placements: how an article comes to stand in other columns, and when readers find it there."""

from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.chain import UNIT_STAGES, ChainRefused
from xinqiao.domains.portal.rules.states import PlacementMode, PlacementState, PublicState

# act -> the states in which it may happen
ACTS = {
    "accept": frozenset({PlacementState.OFFERED, PlacementState.DECLINED}),
    "decline": frozenset({PlacementState.OFFERED}),
    "withdraw": frozenset({PlacementState.ACCEPTED, PlacementState.ONLINE}),
    "offer": frozenset({PlacementState.DECLINED, PlacementState.WITHDRAWN}),
}

# These follow their article: online with it, waiting when it is withdrawn.
FOLLOWING = frozenset({PlacementState.ACCEPTED, PlacementState.ONLINE})


def check_placement(act: str, state: str, *, mode: str) -> None:
    """Refuse an act that does not fit the placement. Raises ChainRefused."""
    if mode == PlacementMode.OWN:
        raise ChainRefused(_("文章自己的栏目不能在此变动，请撤回或更正文章。"))
    if state not in ACTS[act]:
        raise ChainRefused(_("该栏目位置的状态不允许此操作。"))


def check_offer(stage: str, public_state: str, mode: str) -> None:
    """Only what has been submitted is offered, and never as somebody's own. Raises ChainRefused."""
    if stage in UNIT_STAGES and public_state == PublicState.UNPUBLISHED:
        raise ChainRefused(_("草稿不能推送，请先提交。"))
    if mode not in {PlacementMode.MIRROR, PlacementMode.LINK}:
        raise ChainRefused(_("推送方式须为同步或链接。"))


def state_with_article(*, online: bool) -> PlacementState:
    """The state of a following placement beside its article."""
    return PlacementState.ONLINE if online else PlacementState.ACCEPTED
