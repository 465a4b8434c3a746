"""Events that are to be published: what is noted of them, what is checked, by when they are online.

Legal basis: none; requirements P16 (领导政务活动、重要会议以及可对外宣传的事项都要对外发布) and P33
(发布时限). The checklist and the hours are targets of the house.
"""

import datetime as dt
from collections.abc import Collection

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

HOUR = dt.timedelta(hours=1)
REGISTRARS = ("contributor", "unit_reviewer", "unit_head", "liaison", "leader")
ASSIGNERS = ("contributor", "unit_reviewer", "unit_head")


class EventKind(TextChoices):
    """What takes place."""

    LEADER = "leader", _("领导活动")
    MEETING = "meeting", _("重要会议")
    MATTER = "matter", _("可宣传事项")


class Wanted(TextChoices):
    """The form of publication that is wished for."""

    NEWS = "news", _("文字消息")
    PICTURES = "pictures", _("图文报道")
    VIDEO = "video", _("视频")
    NOTICE = "notice", _("公告")


class CheckItem(TextChoices):
    """What is looked at before the text may be submitted."""

    PHOTO = "photo", _("照片已选定，人物清楚")
    NAMES = "names", _("领导姓名、职务和排序已核对")
    FACTS = "facts", _("时间、地点、数字已核对")
    SECRECY = "secrecy", _("是否涉密、敏感已看过")
    CONSENT = "consent", _("参加单位或当事人同意发布")


class EventState(TextChoices):
    """How far it is."""

    REGISTERED = "registered", _("待指派")
    ASSIGNED = "assigned", _("待写稿")
    WRITING = "writing", _("办理中")
    ONLINE = "online", _("已发布")
    CANCELLED = "cancelled", _("不发布")


ITEMS: dict[str, tuple[CheckItem, ...]] = {
    EventKind.LEADER: (CheckItem.PHOTO, CheckItem.NAMES, CheckItem.FACTS, CheckItem.SECRECY),
    EventKind.MEETING: (CheckItem.NAMES, CheckItem.FACTS, CheckItem.SECRECY),
    EventKind.MATTER: (CheckItem.FACTS, CheckItem.SECRECY, CheckItem.CONSENT),
}
TARGET_HOURS: dict[str, int] = {
    EventKind.LEADER: 24,
    EventKind.MEETING: 24,
    EventKind.MATTER: 48,
}
WARNING_SHARE = 4  # the lamp turns yellow in the last quarter


class EventRefused(ValueError):
    """The event does not allow the act; the message says why, in Chinese."""


def target_at(kind: str, starts_at: dt.datetime) -> dt.datetime:
    """The moment by which the event should be online."""
    return starts_at + TARGET_HOURS[kind] * HOUR


def warning(kind: str) -> dt.timedelta:
    """How long before that moment the lamp turns yellow."""
    return TARGET_HOURS[kind] * HOUR / WARNING_SHARE


def is_late(target: dt.datetime, published_at: dt.datetime | None, *, now: dt.datetime) -> bool:
    """Whether it went online, or still does not, after its target."""
    return (published_at or now) > target


def state_of(
    *, is_cancelled: bool, has_writer: bool, has_article: bool, is_online: bool
) -> EventState:
    """How far an event is."""
    if is_cancelled:
        return EventState.CANCELLED
    if is_online:
        return EventState.ONLINE
    if has_article:
        return EventState.WRITING
    return EventState.ASSIGNED if has_writer else EventState.REGISTERED


def check_event(title: str, place: str, attendees: str, contact: str) -> None:
    """What, where, who and whom to ask are known. Raises EventRefused."""
    said = (
        (title, _("事项")),
        (place, _("地点")),
        (attendees, _("参加人员")),
        (contact, _("联系人")),
    )
    if missing := [str(name) for value, name in said if not value.strip()]:
        raise EventRefused(_("还有未填写的内容：%s。") % "、".join(missing))


def check_open(state: EventState) -> None:
    """What is decided is left alone. Raises EventRefused."""
    if state in {EventState.CANCELLED, EventState.ONLINE}:
        raise EventRefused(_("事项已发布或已决定不发布。"))


def check_unwritten(state: EventState) -> None:
    """A writer is named, and writing begins, once. Raises EventRefused."""
    check_open(state)
    if state == EventState.WRITING:
        raise EventRefused(_("已经有稿件，请到稿件里办理。"))


def check_item(kind: str, item: str) -> CheckItem:
    """An item of the list of this kind. Raises EventRefused."""
    if item not in ITEMS[kind]:
        raise EventRefused(_("清单里没有这一项。"))
    return CheckItem(item)


def check_cancel(reason: str) -> None:
    """Not to publish needs a reason. Raises EventRefused."""
    if not reason.strip():
        raise EventRefused(_("请写明不发布的原因。"))


def unchecked(kind: str, done: Collection[str]) -> tuple[CheckItem, ...]:
    """Items of the list that nobody has looked at yet."""
    return tuple(item for item in ITEMS[kind] if item not in done)
