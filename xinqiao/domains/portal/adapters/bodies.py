"""Cleans bodies that come from outside down to what an article may hold."""

from html import unescape

import nh3

TAGS = frozenset(
    "p h2 h3 h4 h5 ul ol li dl dt dd blockquote pre hr br strong b em i u s sub sup span a"
    " figure figcaption table caption colgroup col thead tbody tfoot tr th td".split()
)
ATTRIBUTES = {
    "h2": {"id"},
    "h3": {"id"},
    "h4": {"id"},
    "h5": {"id"},
    "a": {"href", "title"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "col": {"span"},
    "ol": {"start", "type"},
}
SCHEMES = {"http", "https", "mailto", "tel"}


def sanitised(html: str) -> str:
    """The body without anything that could run, load or mislead; pictures stay outside."""
    return nh3.clean(
        html, tags=set(TAGS), attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener"
    ).strip()


def plain(html: str) -> str:
    """The text without tags."""
    return unescape(nh3.clean(html, tags=set()))
