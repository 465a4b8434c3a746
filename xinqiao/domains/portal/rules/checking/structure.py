"""What the form of a body lacks: descriptions of pictures, table headers, sound links, tags.

Norms: 政府网站发展指引 (国办发〔2017〕47号) on tags and links; GB/T 37668-2019 on pictures and
tables.
"""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement, fragment_fromstring

from xinqiao.domains.portal.rules.checking.findings import Finding, Subject

BODY = "正文"
_HOST = re.compile(r"(?:[a-z0-9\u4e00-\u9fff](?:[a-z0-9\u4e00-\u9fff-]*[a-z0-9\u4e00-\u9fff])?\.)+"
                   r"[a-z\u4e00-\u9fff][a-z0-9-\u4e00-\u9fff]+", re.IGNORECASE)  # fmt: skip
_LOCAL = re.compile(
    r"(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)", re.IGNORECASE
)
_ADDRESS_4 = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")


def find_in_structure(body: str, *, exists: Callable[[str], bool]) -> list[Finding]:
    """What a body lacks; ``exists`` answers for a path of our own sites."""
    if not body.strip():
        return []
    root = fragment_fromstring(body, create_parent="div")
    return [*_pictures(root), *_tables(root), *_links(root, exists)]


def _pictures(root: HtmlElement) -> Iterator[Finding]:
    for number, image in enumerate(root.iter("img"), 1):
        if not (image.get("alt") or "").strip():
            message = "图片没有文字说明，盲人读者听不到内容。请在图片属性里填写替代文字。"
            yield Finding(Subject.MISSING_ALT, BODY, f"第{number}张图片", message)


def _tables(root: HtmlElement) -> Iterator[Finding]:
    for number, table in enumerate(root.iter("table"), 1):
        headers = list(table.iter("th"))
        if any(not "".join(header.itertext()).strip() for header in headers):
            message = "表头有空白单元格，请填写该列或该行的名称。"
            yield Finding(Subject.TABLE_HEADER, BODY, f"第{number}个表格", message)
        elif not headers:
            message = "表格没有表头，用“一键排版”可把首行设为表头。"
            yield Finding(Subject.TABLE_HEADER, BODY, f"第{number}个表格", message)


def _links(root: HtmlElement, exists: Callable[[str], bool]) -> Iterator[Finding]:
    anchors = {element.get("id") for element in root.iter() if element.get("id")}
    for link in root.iter("a"):
        address = link.get("href")
        if address is not None and (problem := _problem(address.strip(), anchors, exists)):
            words = "".join(link.itertext()).strip() or address
            yield Finding(Subject.DEAD_LINK, BODY, f"{words[:30]}（{address[:80]}）", problem)


def _problem(address: str, anchors: set[str | None], exists: Callable[[str], bool]) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return "链接地址写法有误，请检查。"
    if parts.scheme in {"mailto", "tel"}:
        return ""
    if parts.scheme or parts.netloc:
        return _external_problem(parts.hostname or "")
    if not parts.path:
        is_known = not parts.fragment or parts.fragment in anchors
        return "" if is_known else "页内没有这个位置，请检查链接。"
    if not parts.path.startswith("/"):
        return "链接地址不完整，请写出完整网址。"
    return "" if exists(parts.path) else "本站没有这个页面，或已撤下，请更换或删除链接。"


def _external_problem(host: str) -> str:
    """External addresses are read only, never fetched here."""
    if _LOCAL.match(host):
        return "指向内部网络的地址，公众打不开。"
    if not _HOST.fullmatch(host) and not _ADDRESS_4.fullmatch(host):
        return "链接地址写法有误，请检查。"
    return ""


def find_missing_tags(*, keywords: str, summary: str, source: str) -> list[Finding]:
    """Tags that every article page must carry but that nobody filled in."""
    wanted = (("关键词", keywords), ("摘要（网页描述）", summary), ("来源", source))
    return [
        Finding(Subject.MISSING_TAG, name, "", f"未填写{name}，网页标签会缺少这一项。")
        for name, value in wanted
        if not value.strip()
    ]
