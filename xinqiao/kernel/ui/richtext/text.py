"""Between bodies and plain text."""

import re
from html import escape, unescape

import nh3

from xinqiao.kernel.ui.richtext import allowed

_EDGES = re.compile(
    r"<br>|</?(?:" + "|".join(sorted(allowed.BLOCKS | allowed.BLOCK_PARTS)) + r"|div)(?=[\s>])"
)
_SPACES = re.compile(r"[^\S\n]+")
_LINES = re.compile(r"\s*\n\s*")
_strip = nh3.Cleaner(
    tags={*allowed.TAGS, "div"},
    clean_content_tags=set(allowed.DROPPED_WHOLE),
    attributes={},
    link_rel=None,
)
_nothing = nh3.Cleaner(tags=set(), attributes={}, link_rel=None)


def plain_text(html: str) -> str:
    """The words of a body, one line a block, spaces folded."""
    marked = _EDGES.sub(r"\n\g<0>", _strip.clean(html.replace("\n", " ")))
    words = unescape(_nothing.clean(marked)).replace("\xa0", " ")
    return _LINES.sub("\n", _SPACES.sub(" ", words)).strip()


def as_paragraphs(html: str) -> str:
    """The words of something that cannot be kept as it is, as plain paragraphs."""
    lines = plain_text(html).split("\n")
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in lines if line)
