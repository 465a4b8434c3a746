"""The body of an article on its way to readers: cleaned again, with anchors and contents."""

import re
from dataclasses import dataclass

import nh3
from django.utils.translation import gettext as _
from markupsafe import Markup

from xinqiao.kernel.ui import richtext
from xinqiao.kernel.ui.richtext import allowed

PAGE_IDS = frozenset({"main", "header-search", "contents", "attachments", "related"})
HEADING = re.compile(r"<(h[2-4])((?:\s[^>]*)?)>(.*?)</\1>", re.DOTALL)
HAS_ID = re.compile(r'\sid="([^"]+)"')
STORED_FILE = re.compile(
    r'((?:src|href)=")(?:/[a-z0-9/-]*)?/files/(\d{4}/\d{2}/[A-Za-z0-9_-]{8,64}\.[a-z0-9]{2,5}")'
)
PAGE_LINK = re.compile(
    r'(<a\s(?:[^>]*\s)?href=")(/(?!/|files/|static/|manage/|elder/|zh-hant/|sites/[^/"]+/files/)[^"]*")'
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


def prepared(html: str, *, files_base: str | None, lead: str = "") -> Body:
    """Clean a stored body and make it ready for its page.

    ``files_base`` is where the site's files lie; None leaves pictures where the editor has them.
    ``lead`` stands before links to other pages, so that a reader stays in his variant.
    """
    ready, headings = _with_anchors(clean(html))
    if files_base is not None:
        ready = STORED_FILE.sub(rf"\g<1>{files_base}\2", ready)
    if lead:
        ready = PAGE_LINK.sub(rf"\g<1>{lead}\2", ready)
    ready = IMAGE.sub('<img loading="lazy" decoding="async"', ready)
    ready = TABLE.sub(_scrolling_table, ready)
    contents = headings if len(headings) >= CONTENTS_FROM_HEADINGS else ()
    return Body(Markup(ready), contents)  # noqa: S704 (cleaned by nh3 just above)


def clean(html: str) -> str:
    """A stored body by the allow-list of readers' pages."""
    return _cleaner.clean(html)


def plain_text(html: str) -> str:
    """The words of a body on one line."""
    return richtext.plain_text(html).replace("\n", " ")


def _attribute(tag: str, name: str, value: str) -> str | None:
    """As on save; beside it, no anchor of a text may stand in for one of the page's own."""
    if name == "id" and value in PAGE_IDS:
        return None
    return allowed.filter_attribute(tag, name, value)


_cleaner = nh3.Cleaner(
    tags=set(allowed.TAGS),
    clean_content_tags=set(allowed.DROPPED_WHOLE),
    attributes=allowed.ATTRIBUTES,
    attribute_filter=_attribute,
    url_schemes=set(allowed.SCHEMES),
    link_rel="noopener",
)


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
    label = _("表格，可左右滚动")
    opening = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{label}">'
    return f"{opening}{match[0]}</div>"
