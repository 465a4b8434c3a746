"""The one table of what a body may hold (docs/decisions/0006-editor.md)."""

import re
from collections.abc import Callable

HEADINGS = frozenset({"h2", "h3", "h4", "h5"})
TABLE_PARTS = frozenset({"caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"})
BLOCKS = HEADINGS | frozenset({"p", "blockquote", "pre", "hr", "figure", "ul", "ol", "dl", "table"})
BLOCK_PARTS = TABLE_PARTS | frozenset({"figcaption", "li", "dt", "dd"})
INLINE = frozenset({"a", "img", "br", "strong", "em", "u", "s", "sub", "sup"})
TAGS = BLOCKS | BLOCK_PARTS | INLINE

# Elements that disappear with everything inside them.
DROPPED_WHOLE = frozenset(
    {
        *("script", "style", "xml", "title", "template", "noscript", "iframe", "object", "embed"),
        *("applet", "svg", "math", "textarea", "select", "noembed", "noframes", "audio", "video"),
        *("frameset", "dialog"),
    }
)

CLASSES = frozenset({"align-left", "align-center", "align-right", "no-indent", "signature"})
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# Only files of ours: the guarded door of the workbench, or a site's own /files/.
FILE_ADDRESS = re.compile(
    r"(?:/manage|/[a-z0-9-]{1,40}|/sites/[a-z0-9-]{1,60})?"
    r"/files/\d{4}/\d{2}/[A-Za-z0-9_-]{8,64}\.[a-z0-9]{2,5}"
)
ANCHOR = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,60}")
_SMALL_NUMBER = re.compile(r"[1-9]\d{0,2}")
_PIXELS = re.compile(r"[1-9]\d{0,3}")
_POSITION = re.compile(r"-?\d{1,4}")
_HEADERS = re.compile(r"[A-Za-z0-9_ -]{1,200}")


def _matching(pattern: re.Pattern[str]) -> Callable[[str], str | None]:
    return lambda value: value if pattern.fullmatch(value) else None


def _one_of(*words: str) -> Callable[[str], str | None]:
    return lambda value: value if value in words else None


def _classes(value: str) -> str | None:
    kept = dict.fromkeys(part for part in value.split() if part in CLASSES)
    return " ".join(kept) or None


def _text(value: str) -> str | None:
    return value


_span = _matching(_SMALL_NUMBER)
RULES: dict[str, dict[str, Callable[[str], str | None]]] = {
    "*": {"id": _matching(ANCHOR), "class": _classes},
    "a": {"href": _text, "title": _text},
    "img": {
        "src": _matching(FILE_ADDRESS),
        "alt": _text,
        "width": _matching(_PIXELS),
        "height": _matching(_PIXELS),
    },
    "td": {"colspan": _span, "rowspan": _span, "headers": _matching(_HEADERS)},
    "th": {
        "colspan": _span,
        "rowspan": _span,
        "headers": _matching(_HEADERS),
        "scope": _one_of("row", "col", "rowgroup", "colgroup"),
    },
    "col": {"span": _span},
    "colgroup": {"span": _span},
    "ol": {"start": _matching(_POSITION), "type": _one_of("1", "a", "A", "i", "I")},
}
ATTRIBUTES = {tag: set(rules) for tag, rules in RULES.items()}


def filter_attribute(tag: str, name: str, value: str) -> str | None:
    """The value an attribute keeps; None drops the attribute."""
    rule = RULES.get(tag, {}).get(name) or RULES["*"].get(name)
    return rule(value) if rule else value
