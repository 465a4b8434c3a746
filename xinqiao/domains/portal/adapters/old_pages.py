"""Reads one page of an old site: its encoding, and what selectors find in it."""

import codecs
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup, Tag
from soupsieve import SelectorSyntaxError

META = "meta:"
PARTS = ("title", "date", "source", "body")
ENOUGH_CHARACTERS = 40
MOST_CHARACTERS = 300
# What the publishing systems of old sites call their parts, the surest first.
CANDIDATES: Mapping[str, tuple[str, ...]] = {
    "title": (
        *("meta:ArticleTitle", ".article-title", "#title", ".title", ".bt", "h1", "h2", "title"),
    ),
    "date": (
        *("meta:PubDate", ".pubtime", "#pubtime", ".date", ".time", ".info", ".fbsj"),
        *("#info", "td.date", "body"),
    ),
    "source": (*("meta:ContentSource", ".source", "#source", ".info", ".ly", "#info", "body"),),
    "body": (
        *("#UCAP-CONTENT", ".TRS_Editor", ".trs_editor_view", "#zoom", "#Zoom", "#article"),
        *(".article-content", ".article_content", "#content", ".content", "#vsb_content"),
        *(".con", "article", "td.content", ".text", "#main"),
    ),
}
_DATE = re.compile(
    r"(?:19|20)\d\d(?:-\d{1,2}-\d{1,2}|/\d{1,2}/\d{1,2}|\.\d{1,2}\.\d{1,2}|年\d{1,2}月\d{1,2}日)"
    r"(?:[\sT]+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_SOURCE = re.compile(r"(?:信息)?来源\s*[:：]\s*([^\s|｜<>\[\]【】]{2,60})")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb_2312-80", "cp936", "x-gbk", "gb18030", "hz-gb-2312"}


class BadPage(ValueError):
    """The page cannot be read; the message says why, in Chinese."""


@dataclass
class Extract:
    """What was found in a page; ``body`` is the element that holds the text."""

    title: str
    date: str
    source: str
    body: Tag


def decoded(content: bytes) -> str:
    """The text of a page by its mark, its own word, or its bytes. Raises BadPage."""
    if content.startswith(codecs.BOM_UTF8):
        return content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")
    for name in (*_declared(content), "utf-8", "gb18030"):
        try:
            text = content.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\x00" not in text:
            return text
    raise BadPage("无法识别编码，或不是网页文件")


def _declared(content: bytes) -> list[str]:
    found = _CHARSET.search(content[:4096])
    name = found[1].decode("ascii").lower() if found else ""
    if name in _CHINESE:
        return ["gb18030"]
    return [name] if name else []


def parsed(text: str) -> BeautifulSoup:
    """The tree of a page, as forgiving as a browser."""
    return BeautifulSoup(text, "lxml")


def guess(samples: Sequence[BeautifulSoup]) -> dict[str, str]:
    """The selectors that fit most of the samples; empty where none fits."""
    return {part: _best(part, samples) for part in PARTS}


def _best(part: str, samples: Sequence[BeautifulSoup]) -> str:
    def fits(selector: str) -> int:
        return sum(bool(_fitting(part, soup, selector)) for soup in samples)

    counts = {selector: fits(selector) for selector in CANDIDATES[part]}
    best = max(counts, key=lambda selector: counts[selector])
    return best if counts[best] else ""


def _fitting(part: str, soup: BeautifulSoup, selector: str) -> bool:
    if part != "body":
        return bool(_value(part, soup, selector))
    element = _element(soup, selector)
    return element is not None and (
        len(element.get_text(strip=True)) >= ENOUGH_CHARACTERS or element.find("img") is not None
    )


def extracted(soup: BeautifulSoup, selectors: Mapping[str, str]) -> Extract:
    """The parts of a page by the selectors of its folder. Raises BadPage."""
    title = _value("title", soup, selectors.get("title", ""))
    if not title:
        raise BadPage("没有找到标题")
    body = _element(soup, selectors.get("body", ""))
    if body is None or not (body.get_text(strip=True) or body.find("img")):
        raise BadPage("没有找到正文")
    date = _value("date", soup, selectors.get("date", ""))
    return Extract(title, date, _value("source", soup, selectors.get("source", "")), body)


def _value(part: str, soup: BeautifulSoup, selector: str) -> str:
    text = _text(soup, selector)
    if part == "date":
        found = _DATE.search(text)
        return found[0] if found else ""
    if part == "source" and not selector.startswith(META):
        found = _SOURCE.search(text)
        return found[1] if found else ""
    if part == "title" and selector == "title":
        text = re.split(r"\s*[-_|－—]\s*", text)[0]
    return text if len(text) <= MOST_CHARACTERS else ""


def _text(soup: BeautifulSoup, selector: str) -> str:
    if selector.startswith(META):
        name = selector.removeprefix(META)
        found = soup.find("meta", attrs={"name": re.compile(f"^{re.escape(name)}$", re.IGNORECASE)})
        return str(found.get("content", "")).strip() if isinstance(found, Tag) else ""
    element = _element(soup, selector)
    return re.sub(r"\s+", " ", element.get_text(" ", strip=True)) if element is not None else ""


def _element(soup: BeautifulSoup, selector: str) -> Tag | None:
    if not selector:
        return None
    try:
        return soup.select_one(selector)
    except (SelectorSyntaxError, ValueError) as error:
        raise BadPage(f"选择器不对：{selector[:60]}") from error
