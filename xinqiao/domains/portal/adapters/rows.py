"""Turns one record of a file into the fields of an article, by a mapping; says what is wrong."""

import datetime as dt
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import nh3
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.adapters import statutes
from xinqiao.kernel.ui.richtext import clean_html, plain_text

GENERAL, STATUTES = "general", "statutes"
PRESETS = {GENERAL: _("通用"), STATUTES: _("法规")}

# Field of the article -> the key that a file of each preset has for it.
FIELDS = {
    "source_id": _("来源编号"),
    "title": _("标题"),
    "body": _("正文"),
    "subtitle": _("副标题"),
    "summary": _("摘要"),
    "source": _("来源"),
    "author_name": _("作者"),
    "keywords": _("关键词"),
    "document_number": _("发文字号"),
    "issuing_body": _("发文机关"),
    "index_number": _("索引号"),
    "issued_date": _("成文日期"),
    "original_published_at": _("原发布时间"),
}
MAPPINGS: dict[str, dict[str, str]] = {
    GENERAL: {name: name for name in FIELDS} | {"source_id": "id", "original_published_at": "date"},
    STATUTES: {
        "source_id": "id",
        "title": "title",
        "body": "paragraphs",
        "keywords": "category",
        "issuing_body": "region",
        "issued_date": "date",
        "summary": "history",
    },
}
LONGEST = {
    "source_id": 100,
    "title": 200,
    "subtitle": 200,
    "summary": 500,
    "source": 100,
    "author_name": 60,
    "keywords": 200,
    "document_number": 100,
    "issuing_body": 200,
    "index_number": 100,
}
MAX_BODY_CHARACTERS = 2_000_000
EARLIEST = dt.date(1900, 1, 1)
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]*>")
_DATE = re.compile(
    r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
    r"(?:[T\s]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?"
)


class BadRow(ValueError):
    """The record cannot become an article; the message says why, in Chinese."""


@dataclass(frozen=True)
class Row:
    """What an article is made of, and the id it had where it comes from."""

    source_id: str
    fields: Mapping[str, Any]


def mapping_of(preset: str, changes: Mapping[str, str] | None = None) -> dict[str, Any]:
    """A mapping to store with a batch. Raises BadRow for an unknown preset or field."""
    if preset not in MAPPINGS:
        raise BadRow(f"没有“{preset}”这种字段对应方案")
    unknown = set(changes or {}) - set(FIELDS)
    if unknown:
        raise BadRow(f"没有这些字段：{'、'.join(sorted(unknown))}")
    fields = MAPPINGS[preset] | {name: key for name, key in (changes or {}).items() if key}
    return {"preset": preset, "fields": fields}


def row_of(record: Mapping[str, Any], mapping: Mapping[str, Any], *, now: dt.datetime) -> Row:
    """The article that a record stands for. Raises BadRow."""
    get = _getter(record, mapping["fields"])
    builder = _statute if mapping["preset"] == STATUTES else _general
    fields = builder(get, timezone.localdate(now))
    return Row(_source_id(_text(get("source_id"), "source_id"), fields), fields)


def _getter(record: Mapping[str, Any], keys: Mapping[str, str]) -> Any:
    return lambda name: record.get(keys.get(name, ""))


def _general(get: Any, today: dt.date) -> dict[str, Any]:
    fields: dict[str, Any] = {
        name: _text(get(name), name) for name in LONGEST if name != "source_id"
    }
    fields["body"] = _body(get("body"))
    fields["issued_date"] = _day(get("issued_date"), "issued_date", today)
    fields["original_published_at"] = _moment(get("original_published_at"), today)
    return _complete(fields)


def _statute(get: Any, today: dt.date) -> dict[str, Any]:
    history = _texts(get("summary"), "修改沿革")
    paragraphs = _texts(get("body"), "条文")
    category = _text(get("keywords"), "keywords")
    region = _text(get("issuing_body"), "issuing_body")
    if not any(paragraph.strip() for paragraph in paragraphs):
        raise BadRow("没有条文")
    return _complete(
        {
            "title": _text(get("title"), "title"),
            "body": clean_html(statutes.body(paragraphs, history)),
            "summary": "；".join(history)[:500],
            "keywords": "，".join(part for part in (category, region) if part),
            "issuing_body": statutes.issuer(history, category, region),
            "issued_date": _day(get("issued_date"), "issued_date", today),
            "kind": rules.Kind.DOCUMENT,
            "validity": rules.Validity.VALID,
        }
    )


def _complete(fields: dict[str, Any]) -> dict[str, Any]:
    if not fields["title"]:
        raise BadRow("没有标题")
    if not fields["body"]:
        raise BadRow("没有正文")
    if len(fields["body"]) > MAX_BODY_CHARACTERS:
        raise BadRow(f"正文超过{MAX_BODY_CHARACTERS // 10_000}万字")
    return fields


def _source_id(given: str, fields: Mapping[str, Any]) -> str:
    """The id given, or one made of title and body, so that the same text is known again."""
    if given:
        return given
    digest = hashlib.sha256(f"{fields['title']}\n{fields['body']}".encode()).hexdigest()
    return f"sha256:{digest[:40]}"


def _text(value: Any, name: str) -> str:
    """One line of plain text, no longer than its field."""
    if value is None:
        return ""
    if isinstance(value, bool | list | dict):
        raise BadRow(f"“{FIELDS[name]}”应是文字")
    text = re.sub(r"\s+", " ", str(value)).strip()
    if _MARKUP.search(text):
        text = re.sub(r"\s+", " ", plain_text(text))
    if len(text) > LONGEST[name]:
        raise BadRow(f"“{FIELDS[name]}”超过{LONGEST[name]}字")
    return text


def _texts(value: Any, label: str) -> list[str]:
    if value is None:
        return []
    if isinstance(value, str):
        return value.splitlines()
    if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
        raise BadRow(f"“{label}”应是文字或文字的列表")
    return value


def _body(value: Any) -> str:
    """HTML as it is, plain text as paragraphs; both cleaned."""
    lines = _texts(value, str(FIELDS["body"]))
    text = "\n".join(lines)
    if len(text) > MAX_BODY_CHARACTERS:
        raise BadRow(f"正文超过{MAX_BODY_CHARACTERS // 10_000}万字")
    if _MARKUP.search(text) and nh3.is_html(text):
        return clean_html(text)
    return "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in lines if line.strip())


def _day(value: Any, name: str, today: dt.date) -> dt.date | None:
    moment = _parsed(value, str(FIELDS[name]), today)
    return timezone.localdate(moment) if moment else None


def _moment(value: Any, today: dt.date) -> dt.datetime | None:
    return _parsed(value, str(FIELDS["original_published_at"]), today)


def _parsed(value: Any, label: str, today: dt.date) -> dt.datetime | None:
    """A date, or a date and time, as old sites write them. Raises BadRow."""
    if value is None or value == "":
        return None
    found = _DATE.fullmatch(str(value).strip()) if isinstance(value, str) else None
    if found is None:
        raise BadRow(f"“{label}”不是日期：{str(value)[:30]}")
    *numbers, zone = found.groups()
    try:
        moment = dt.datetime(*(int(number or 0) for number in numbers), tzinfo=_zone(zone))  # type: ignore[misc, arg-type]  # six numbers, checked by the pattern
    except ValueError as error:
        raise BadRow(f"“{label}”不是日期：{str(value)[:30]}") from error
    if moment.date() < EARLIEST or timezone.localdate(moment) > today:
        raise BadRow(f"“{label}”早于1900年或晚于今天：{str(value)[:30]}")
    return moment


def _zone(text: str | None) -> dt.tzinfo:
    if text is None:
        return timezone.get_default_timezone()
    if text == "Z":
        return dt.UTC
    sign = -1 if text[0] == "-" else 1
    hours, minutes = int(text[1:3]), int(text[-2:])
    return dt.timezone(sign * dt.timedelta(hours=hours, minutes=minutes))
