"""The body of an article on its way to readers: cleaned again, with anchors and contents."""

import re
from dataclasses import dataclass
from html import unescape

import nh3
from markupsafe import Markup

# Beside what the editor allows on save; render keeps the same small set (nh3 escapes the rest).
TAGS = {
    *("p", "h2", "h3", "h4", "h5", "blockquote", "pre", "hr", "br", "figure", "figcaption"),
    *("ul", "ol", "li", "dl", "dt", "dd", "a", "img", "span", "strong", "b", "em", "i", "u", "s"),
    *("sub", "sup", "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot"),
    *("tr", "th", "td"),
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": {"id", "class"},
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "scope", "headers"},
    "col": {"span"},
    "ol": {"start", "type"},
}
CLASSES = {"align-left", "align-center", "align-right", "no-indent", "signature"}
SCHEMES = {"http", "https", "mailto", "tel"}
ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
PAGE_IDS = frozenset({"main", "header-search", "contents", "attachments", "related"})
HEADING = re.compile(r"<(h[2-4])((?:\s[^>]*)?)>(.*?)</\1>", re.DOTALL)
HAS_ID = re.compile(r'\sid="([^"]+)"')
IMAGE_SOURCE = re.compile(
    r'(<img[^>]*?\ssrc=")[^"]*?(\d{4}/\d{2}/[A-Za-z0-9_-]{8,}\.[a-z0-9]{2,5})("[^>]*>)'
)
IMAGE = re.compile(r"<img(?![^>]*\sloading=)")
TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
CONTENTS_FROM_HEADINGS = 4


@dataclass(frozen=True)
class Heading:
    """A line of the table of contents."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True)
class Body:
    """A body ready to stand in a page, and its contents when it is long enough for some."""

    html: Markup
    contents: tuple[Heading, ...]


def prepared(html: str, *, files_base: str | None) -> Body:
    """Clean a stored body and make it ready for its page.

    ``files_base`` is where the site's files lie; None leaves pictures where the editor has them.
    """
    clean = nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel="noopener",
    )
    clean, headings = _with_anchors(clean)
    if files_base is not None:
        clean = IMAGE_SOURCE.sub(rf"\g<1>{files_base}\2\3", clean)
    clean = IMAGE.sub('<img loading="lazy" decoding="async"', clean)
    clean = TABLE.sub(_scrolling_table, clean)
    contents = headings if len(headings) >= CONTENTS_FROM_HEADINGS else ()
    return Body(Markup(clean), contents)  # noqa: S704 (cleaned by nh3 just above)


def plain_text(html: str) -> str:
    """The text of a body without tags, spaces folded."""
    text = nh3.clean(re.sub(r"</(p|h\d|li|td|div|br)>", " ", html), tags=set())
    return re.sub(r"\s+", " ", unescape(text)).strip()


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(part for part in value.split() if part in CLASSES) or None
    if name == "id":
        return value if ID.fullmatch(value) and value not in PAGE_IDS else None
    return value


def _with_anchors(html: str) -> tuple[str, tuple[Heading, ...]]:
    """Give every heading an anchor of its own and list the headings."""
    headings: list[Heading] = []
    taken: set[str] = set()

    def anchored(match: re.Match[str]) -> str:
        tag, attributes, inner = match[1], match[2], match[3]
        given = HAS_ID.search(attributes)
        anchor = given[1] if given else f"s{len(headings) + 1}"
        while anchor in taken:
            anchor = f"{anchor}-{len(headings) + 1}"
        taken.add(anchor)
        text = plain_text(inner)
        if text:
            headings.append(Heading(int(tag[1]), anchor, text))
        rest = HAS_ID.sub("", attributes)
        return f'<{tag}{rest} id="{anchor}">{inner}</{tag}>'

    return HEADING.sub(anchored, html), tuple(headings)


def _scrolling_table(match: re.Match[str]) -> str:
    """A wide table scrolls in a region of its own that the keyboard reaches."""
    return (
        f'<div class="table-scroll" role="region" tabindex="0" aria-label="表格">{match[0]}</div>'
    )
