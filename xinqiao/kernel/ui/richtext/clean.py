"""The sanitiser: whatever came in, out comes a body that may stand in any page of ours.

A pass goes through nh3 (Rust, a browser's own parsing rules), the arranging of blocks, and nh3
again; passes are repeated until nothing changes, so that a cleaned body is never altered by
another cleaning: what people approved is what is shown.
"""

import re

import nh3

from xinqiao.kernel.ui.richtext import allowed
from xinqiao.kernel.ui.richtext.blocks import TooDeep, arranged, is_arranged
from xinqiao.kernel.ui.richtext.text import as_paragraphs

MOST_PASSES = 6
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# What old pages, Word and WPS write, to be turned into the elements we keep.
FOREIGN = frozenset(
    {
        *("div", "center", "section", "article", "header", "footer", "main", "aside", "address"),
        *("h1", "h6", "b", "i", "strike", "del", "ins", "span", "font", "nav", "fieldset"),
    }
)
STYLES = frozenset({"text-align", "font-weight", "font-style", "text-decoration", "vertical-align"})
_FOREIGN_ATTRIBUTES = {
    **{tag: set(names) for tag, names in allowed.ATTRIBUTES.items()},
    "*": {*allowed.ATTRIBUTES["*"], "align", "style"},
    "a": {*allowed.ATTRIBUTES["a"], "name"},
}

_first = nh3.Cleaner(
    tags=set(allowed.TAGS | FOREIGN),
    clean_content_tags=set(allowed.DROPPED_WHOLE),
    attributes=_FOREIGN_ATTRIBUTES,
    attribute_filter=allowed.filter_attribute,
    filter_style_properties=set(STYLES),
    url_schemes=set(allowed.SCHEMES),
    link_rel=None,
)
_last = nh3.Cleaner(
    tags=set(allowed.TAGS),
    clean_content_tags=set(allowed.DROPPED_WHOLE),
    attributes=allowed.ATTRIBUTES,
    attribute_filter=allowed.filter_attribute,
    url_schemes=set(allowed.SCHEMES),
    link_rel="noopener",
)


def clean_html(html: str) -> str:
    """A body of allowed elements only; cleaning it again changes nothing."""
    known = _NOT_TEXT.sub("", html).replace("\r\n", "\n").replace("\r", "\n")
    for _pass in range(MOST_PASSES):
        if _is_settled(known):
            return known
        try:
            cleaned = _last.clean(arranged(_first.clean(known)))
        except TooDeep:
            break
        if cleaned == known:
            return cleaned
        known = cleaned
    return as_paragraphs(known)


def _is_settled(html: str) -> bool:
    """Whether a body needs no arranging and nh3 would not change it: the case of every render."""
    return is_arranged(html) and bool(_last.clean(html) == html)
