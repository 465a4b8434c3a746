"""Placements: how an article comes to stand in other columns, and when readers find it there."""

import datetime as dt

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
OFFERABLE = frozenset({PlacementMode.MIRROR, PlacementMode.LINK, PlacementMode.COPY})

# What a policy of the State Council is given to appear on every site (norms.md, reprint: 24 h).
PUSH_HOURS = 24


def check_placement(act: str, state: str, *, mode: str) -> None:
    """Refuse an act that does not fit the placement. Raises ChainRefused."""
    if mode == PlacementMode.OWN:
        raise ChainRefused(_("文章自己的栏目不能在此变动，请撤回或更正文章。"))
    if mode == PlacementMode.MANDATORY and act != "accept":
        raise ChainRefused(_("必须转载的文章不能不采用或自行撤下，请联系推送单位。"))
    if state not in ACTS[act]:
        raise ChainRefused(_("该栏目位置的状态不允许此操作。"))


def check_offer(stage: str, public_state: str, mode: str) -> None:
    """Only what has been submitted is offered, and never as somebody's own. Raises ChainRefused."""
    if stage in UNIT_STAGES and public_state == PublicState.UNPUBLISHED:
        raise ChainRefused(_("草稿不能推送，请先提交。"))
    if mode not in OFFERABLE:
        raise ChainRefused(_("推送方式须为同步、链接或复制。"))


def check_own_time(publish_at: dt.datetime | None, *, mode: str, now: dt.datetime) -> None:
    """A carrier's own time lies ahead; a mandatory reprint has none. Raises ChainRefused."""
    if publish_at is None:
        return
    if publish_at <= now:
        raise ChainRefused(_("定时上线的时间须晚于现在；要现在上线请留空。"))
    if mode in {PlacementMode.MANDATORY, PlacementMode.COPY}:
        raise ChainRefused(_("必须转载和复制的文章不能定时上线。"))


def check_copy(public_state: str) -> None:
    """Only what is public is copied. Raises ChainRefused."""
    if public_state != PublicState.ONLINE:
        raise ChainRefused(_("文章尚未发布，不能复制。"))


def check_recalled(recalled: dt.datetime | None, acknowledged: dt.datetime | None) -> None:
    """What a carrier acknowledges is the withdrawal of the source, once. Raises ChainRefused."""
    if recalled is None or acknowledged is not None:
        raise ChainRefused(_("没有待确认的来源撤回。"))


def check_push(public_state: str, basis: str, sites: int) -> None:
    """Only what is public must be reprinted, for a named reason. Raises ChainRefused."""
    if public_state != PublicState.ONLINE:
        raise ChainRefused(_("文章尚未发布，不能要求转载。"))
    if not basis.strip():
        raise ChainRefused(_("请写明转载依据。"))
    if not sites:
        raise ChainRefused(_("没有可以转载的站点，请选择已开通且有栏目的下级站点。"))


def check_national_time(moment: dt.datetime | None, *, now: dt.datetime) -> None:
    """The State Council has published before anybody reprints. Raises ChainRefused."""
    if moment is not None and moment > now:
        raise ChainRefused(_("国务院发布时间不能晚于现在。"))


def push_due(*, now: dt.datetime, national_at: dt.datetime | None) -> dt.datetime:
    """When every site must carry it: a day after the State Council's own publication, or ours."""
    return (national_at or now) + dt.timedelta(hours=PUSH_HOURS)


def shown_at(published_at: dt.datetime | None, own_time: dt.datetime | None) -> dt.datetime | None:
    """When a carrier brings an article that is public: with it, or at its own later time."""
    return max(published_at, own_time) if published_at and own_time else published_at


def is_time(own_time: dt.datetime | None, now: dt.datetime) -> bool:
    """Whether a carrier's own time, if it has one, has come."""
    return own_time is None or own_time <= now


def state_with_article(*, online: bool) -> PlacementState:
    """The state of a following placement beside its article."""
    return PlacementState.ONLINE if online else PlacementState.ACCEPTED
