"""Turns a statute's paragraphs into headings with anchors: chapters, sections, articles."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape

_DIGITS = "〇零一二三四五六七八九十百千两0-9"
_HEADING = re.compile(r"^(#{2,6})\s*(.+)$", re.DOTALL)
_ARTICLE = re.compile(rf"^(第[{_DIGITS}]+条(?:之[{_DIGITS}]+)?)[\s　:：]*(.*)$", re.DOTALL)
_CHAPTER = re.compile(rf"^第([{_DIGITS}]+)([编章节])")
_ISSUER = re.compile(
    r"^[（(]?\d{4}年\d{1,2}月\d{1,2}日[\s　]*[，,、]?(?:经|由)?(.+?)"
    rf"(?:第[{_DIGITS}]+(?:次|号)|令|公告|发布|公布|通过|批准|审议|修订|修正|制定|印发|施行)"
)
_UNITS = {"编": "part", "章": "chapter", "节": "section", "条": "article"}
_VALUES = {character: value for value, character in enumerate("零一二三四五六七八九")} | {
    "〇": 0,
    "两": 2,
}
_TENS = {"十": 10, "百": 100, "千": 1000}
_ISSUERS = {
    "宪法": "全国人民代表大会",
    "行政法规": "国务院",
    "司法解释": "最高人民法院",
    "案例": "最高人民法院",
}


@dataclass
class _Anchors:
    """Anchors given out, each once: article-12 in a second part becomes article-12-2."""

    taken: dict[str, int]

    def take(self, name: str) -> str:
        self.taken[name] = self.taken.get(name, 0) + 1
        count = self.taken[name]
        return name if count == 1 else self.take(f"{name}-{count}")


def body(paragraphs: Iterable[str], history: Iterable[str] = ()) -> str:
    """The statute as HTML: its history as a note, chapters as h2, articles as h3."""
    anchors = _Anchors({})
    parts = [_note(line) for line in history if line.strip()]
    for paragraph in paragraphs:
        parts.extend(_paragraph(paragraph.strip(), anchors))
    return "".join(parts)


def issuer(history: Iterable[str], category: str, region: str) -> str:
    """Who passed it, from the first line of its history; else from its category and region."""
    for line in history:
        if found := _ISSUER.match(line.strip()):
            return found.group(1).strip(" 　，,、《（(")[:200]
        break
    if region:
        return f"{region}（{category}）"[:200]
    return _ISSUERS.get(category, category)[:200]


def number_of(text: str) -> int:
    """The value of a Chinese or Arabic number: 一百二十三 is 123."""
    if text.isdecimal():
        return int(text)
    total = current = 0
    for character in text:
        if unit := _TENS.get(character):
            total += (current or 1) * unit
            current = 0
        else:
            current = current * 10 + _VALUES.get(character, 0)
    return total + current


def _note(line: str) -> str:
    return f"<blockquote><p>{escape(line.strip(), quote=False)}</p></blockquote>"


def _paragraph(text: str, anchors: _Anchors) -> Iterator[str]:
    if not text:
        return
    if found := _HEADING.match(text):
        level = min(len(found.group(1)), 4)
        yield _heading(level, found.group(2).strip(), anchors)
    elif found := _ARTICLE.match(text):
        number, rest = found.groups()
        yield f'<h3 id="{anchors.take(_article_name(number))}">{escape(number)}</h3>'
        if rest:
            yield f"<p>{escape(rest, quote=False)}</p>"
    else:
        yield f"<p>{escape(text, quote=False)}</p>"


def _heading(level: int, text: str, anchors: _Anchors) -> str:
    found = _CHAPTER.match(text)
    name = f"{_UNITS[found.group(2)]}-{number_of(found.group(1))}" if found else "heading"
    shown = escape(re.sub(r"[\s　]+", " ", text), quote=False)
    return f'<h{level} id="{anchors.take(name)}">{shown}</h{level}>'


def _article_name(number: str) -> str:
    """article-12, and article-12-1 for 第十二条之一."""
    main, _, further = number.removeprefix("第").partition("条")
    name = f"article-{number_of(main)}"
    return f"{name}-{number_of(further.removeprefix('之'))}" if further else name
