"""What each kind of article must say beside its text: the fields of its own.

Legal basis: 国办发〔2014〕57号: content in the form, manner and time that its kind asks for
(requirements P33, S43). Which fields a kind has is our reading.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.states import Kind

MAX_CHARACTERS = 2000


@dataclass(frozen=True)
class Detail:
    """One field of a kind; ``is_long`` is written in several lines."""

    code: str
    label: Any
    is_required: bool = False
    is_long: bool = False
    hint: Any = ""


DETAILS: dict[Kind, tuple[Detail, ...]] = {
    Kind.LEADER: (
        Detail("position", _("职务"), is_required=True),
        Detail("work", _("工作分工"), is_required=True, is_long=True),
        Detail(
            "resume",
            _("工作简历"),
            is_long=True,
            hint=_("每段经历一行，如：2021.08—2024.03 某镇镇长"),
        ),
    ),
    Kind.INSTITUTION: (
        Detail("head", _("负责人"), is_required=True),
        Detail("address", _("办公地址"), is_required=True),
        Detail("hours", _("办公时间"), is_required=True),
        Detail("phone", _("联系电话"), is_required=True),
        Detail("transport", _("交通方式")),
    ),
    Kind.SPEECH: (
        Detail("speaker", _("讲话人"), is_required=True),
        Detail("occasion", _("讲话场合"), is_required=True),
        Detail("spoken", _("讲话时间"), is_required=True, hint=_("如：2026年11月20日")),
    ),
    Kind.VIDEO: (
        Detail(
            "duration", _("时长"), hint=_("上传 MP4 后自动识别；视频在别的网站时填写，如：3分20秒")
        ),
        Detail(
            "transcript",
            _("文字稿"),
            is_long=True,
            hint=_("听不见、看不清的人靠它了解内容；没有正文时必须填写。"),
        ),
    ),
}
WITH_SOURCE_URL = frozenset({Kind.REPRINT, Kind.LINK})


def details_of(kind: str) -> tuple[Detail, ...]:
    """The fields of a kind, in the order in which they are shown."""
    return DETAILS.get(Kind(kind), ()) if kind in Kind.values else ()


def own_details(kind: str, said: Mapping[str, str]) -> dict[str, str]:
    """What was said in the fields of this kind, without those of another and without blanks."""
    kept = {one.code: said.get(one.code, "").strip() for one in details_of(kind)}
    return {code: value for code, value in kept.items() if value}


def missing_details(
    kind: str, details: Mapping[str, str], *, source: str, source_url: str
) -> tuple[str, ...]:
    """Chinese names of the fields of its kind that an article still lacks."""
    missing = [
        str(one.label)
        for one in details_of(kind)
        if one.is_required and not details.get(one.code, "").strip()
    ]
    if kind in WITH_SOURCE_URL and not source_url.strip():
        missing.append("原文地址")
    if kind == Kind.REPRINT and not source.strip():
        missing.append("来源")
    return tuple(missing)
