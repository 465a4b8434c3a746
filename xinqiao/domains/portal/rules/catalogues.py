"""Catalogues for look-up: what fields they have, which rows the public sees, what a cell may hold.

Legal basis: 政府网站发展指引 (国办发〔2017〕47号): practical look-ups and the place's investment
projects; what is out of date is taken off.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TypedDict

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WRITERS = ("contributor",)
READERS = ("contributor", "unit_reviewer", "unit_head", "site_manager")
MAX_FIELDS = 12
MAX_TEXT = 500
MAX_ENTRIES = 5000
MAX_NUMBER = Decimal(10) ** 12
KEYWORD_CHARACTERS = 40


class CatalogueRefused(ValueError):
    """The catalogue or the row is not taken; the message says why, in Chinese."""


class EntryState(TextChoices):
    """Whether a row is being prepared, public, or taken off."""

    DRAFT = "draft", gettext_lazy("待发布")
    PUBLISHED = "published", gettext_lazy("已发布")
    WITHDRAWN = "withdrawn", gettext_lazy("已撤下")


class FieldKind(TextChoices):
    """What a field of a catalogue holds."""

    TEXT = "text", gettext_lazy("文字")
    CHOICE = "choice", gettext_lazy("选项")
    NUMBER = "number", gettext_lazy("数字")


class Field(TypedDict):
    """A field of a catalogue; ``choices`` may be empty, then any word is one."""

    name: str
    kind: str
    unit: str
    choices: list[str]


@dataclass(frozen=True)
class Preset:
    """A usual catalogue with its fields."""

    name: str
    about: str
    fields: tuple[Field, ...]
    needs_day: bool = False  # every row has a day until which it is valid


def _text(name: str) -> Field:
    return {"name": name, "kind": FieldKind.TEXT.value, "unit": "", "choices": []}


def _choice(name: str, *choices: str) -> Field:
    return {"name": name, "kind": FieldKind.CHOICE.value, "unit": "", "choices": [*choices]}


def _number(name: str, unit: str) -> Field:
    return {"name": name, "kind": FieldKind.NUMBER.value, "unit": unit, "choices": []}


PRESETS = {
    "investment": Preset(
        "招商引资项目",
        "本地对外招商的项目，可按行业、合作方式和投资额查找。",
        (
            _choice("行业"),
            _number("总投资", "万元"),
            _choice("合作方式", "独资", "合资", "合作", "PPP"),
            _choice("进展", "策划", "可研", "在建", "已签约"),
            _text("联系人"),
            _text("项目简介"),
        ),
        needs_day=True,
    ),
    "schools": Preset(
        "学校",
        "中小学、幼儿园的地址和电话。",
        (
            _choice("学段", "幼儿园", "小学", "初中", "高中", "职业学校"),
            _choice("性质", "公办", "民办"),
        ),
    ),
    "hospitals": Preset(
        "医院和卫生院",
        "医疗机构的地址、电话和门诊时间。",
        (_choice("级别"), _text("门诊时间")),
    ),
    "hotlines": Preset("便民电话", "常用服务和投诉电话。", (_choice("类别"), _text("服务时间"))),
    "buses": Preset(
        "公交线路",
        "线路、首末班时间和途经站点。",
        (_text("首末班"), _text("途经站点")),
    ),
    "other": Preset("便民查询", "", (_choice("类别"),)),
}


def fields_from_lines(text: str) -> list[Field]:
    """Fields as typed: one a line, ``名称|文字``, ``名称|选项|甲、乙``, ``名称|数字|万元``.

    Raises CatalogueRefused.
    """
    kinds = {str(kind.label): kind.value for kind in FieldKind}
    found: list[Field] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        name, kind, more = [*(part.strip() for part in line.split("|")), "", ""][:3]
        code = kinds.get(kind or "文字")
        if code is None:
            raise CatalogueRefused(_("“%s”：类型只能是文字、选项或数字。") % line[:40])
        is_choice = code == FieldKind.CHOICE
        choices = [word for word in more.split("、") if word] if is_choice else []
        unit = more if code == FieldKind.NUMBER else ""
        found.append({"name": name, "kind": code, "unit": unit, "choices": choices})
    check_fields(found)
    return found


def lines_of_fields(fields: Sequence[Field]) -> str:
    """The fields as they are typed (see ``fields_from_lines``)."""
    lines = []
    for field in fields:
        more = "、".join(field["choices"]) or field["unit"]
        parts = [field["name"], str(FieldKind(field["kind"]).label), *([more] if more else [])]
        lines.append("|".join(parts))
    return "\n".join(lines)


OWN_NAMES = ("名称", "地址", "电话", "地图", "有效期至")


def check_fields(fields: Sequence[Field]) -> None:
    """Names are there, short, and each once. Raises CatalogueRefused."""
    names = [field["name"] for field in fields]
    if len(names) > MAX_FIELDS:
        raise CatalogueRefused(_("最多12个字段。"))
    if any(not 0 < len(name) <= 20 for name in names):
        raise CatalogueRefused(_("字段名称为1至20个字。"))
    if len({*names, *OWN_NAMES}) != len(names) + len(OWN_NAMES):
        raise CatalogueRefused(_("字段名称不能重复，也不能是名称、地址、电话、地图、有效期至。"))


def field_key(number: int) -> str:
    """Under which key the values of the n-th field are kept."""
    return f"f{number}"


def cleaned_values(fields: Sequence[Field], said: Mapping[str, str]) -> dict[str, str | float]:
    """The values of a row by key, from words by field name. Raises CatalogueRefused."""
    values: dict[str, str | float] = {}
    for number, field in enumerate(fields):
        word = said.get(field["name"], "").strip()
        if word:
            values[field_key(number)] = _cleaned(field, word)
    return values


def _cleaned(field: Field, word: str) -> str | float:
    if len(word) > MAX_TEXT:
        raise CatalogueRefused(_("“%s”最多500个字。") % field["name"])
    if field["kind"] == FieldKind.NUMBER:
        return _number_of(field, word)
    if field["choices"] and word not in field["choices"]:
        facts = {"name": field["name"], "choices": "、".join(field["choices"])}
        raise CatalogueRefused(_("“%(name)s”只能是：%(choices)s。") % facts)
    return word


def _number_of(field: Field, word: str) -> float:
    try:
        number = Decimal(word.replace(",", "").replace("，", ""))
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= MAX_NUMBER:
        raise CatalogueRefused(_("“%s”要填数字。") % field["name"])
    return float(number)


def check_entry(
    name: str, map_path: str, valid_until: dt.date | None, *, needs_day: bool, today: dt.date
) -> None:
    """A row has a name, no foreign map, and a day ahead where one is wanted. Raises as above."""
    if not name.strip():
        raise CatalogueRefused(_("请写名称。"))
    if map_path and (not map_path.startswith("/") or map_path.startswith(("//", "/\\"))):
        raise CatalogueRefused(_("地图只能是本站的路径，以 / 开头。"))
    if needs_day and valid_until is None:
        raise CatalogueRefused(_("请填有效期。"))
    if valid_until is not None and valid_until < today:
        raise CatalogueRefused(_("有效期已过。"))


def check_reason(reason: str) -> None:
    """Raises CatalogueRefused without a reason."""
    if not reason.strip():
        raise CatalogueRefused(_("请写明原因。"))


def day_of(word: str) -> dt.date | None:
    """A day as typed, 2027-01-31 or 2027/1/31; None for an empty word. Raises CatalogueRefused."""
    if not word.strip():
        return None
    try:
        year, month, day = (int(part) for part in word.strip().replace("/", "-").split("-"))
        return dt.date(year, month, day)
    except ValueError as error:
        raise CatalogueRefused(_("日期要写成2027-01-31。")) from error


def words_of(*parts: object) -> str:
    """What keywords are looked for in: small letters, all in one line."""
    return " ".join(str(part) for part in parts if part not in ("", None)).lower()[:2000]
