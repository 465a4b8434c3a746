"""Arranging of blocks: what foreign pages, Word and WPS write becomes the elements we keep.

Works on what nh3 let through, and nh3 looks at the result: nothing here has to be safe.
"""

import re
from collections.abc import Iterable
from typing import TypeAlias

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, fragment_fromstring

from xinqiao.kernel.ui.richtext import allowed

DEEPEST = 60
VOID = frozenset({"br", "hr", "img", "col"})
RENAMED = {"h1": "h2", "h6": "h5", "b": "strong", "i": "em", "strike": "s", "del": "s", "ins": "u"}
CONTAINERS = frozenset(
    {
        *("div", "center", "section", "article", "header", "footer", "main", "aside"),
        *("address", "nav", "fieldset"),
    }
)
WRAPPERS = frozenset({"span", "font"})
_BLOCKS = allowed.BLOCKS | CONTAINERS
_ONLY_TEXT = allowed.HEADINGS | {"pre"}
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)")
_WHOLE_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^>]*>")
_EMPTY = re.compile(r"<p[^>]*></p>|<a>|<a (?![^>]*(?:href|id)=)|<img(?![^>]* src=)")
_BOLD = re.compile(r"font-weight:\s*(?:bold|[6-9]00)")
_ITALIC = re.compile(r"font-style:\s*(?:italic|oblique)")
_UNDERLINE = re.compile(r"text-decoration:[^;]*underline")
_STRIKE = re.compile(r"text-decoration:[^;]*line-through")
_RAISED = re.compile(r"vertical-align:\s*(super|sub)")
_ALIGN = re.compile(r"text-align:\s*([a-z]+)")
_STYLED = ((_BOLD, "strong"), (_ITALIC, "em"), (_UNDERLINE, "u"), (_STRIKE, "s"))
_ALIGNED = frozenset({"align-left", "align-center", "align-right"})


class TooDeep(ValueError):
    """Elements are nested deeper than any text needs."""


def arranged(html: str) -> str:
    """The same content with our elements, and every loose piece of text in a paragraph."""
    root = parse(html)
    for element in list(root.iter(etree.Element)):
        if element is not root:
            _translate(element)
    _resolve_containers(root)
    _wrap_loose(root)
    for paragraph in list(root.iter("p")):
        if not len(paragraph) and not paragraph.text:
            paragraph.drop_tree()
    return serialise(root)


def is_arranged(html: str) -> bool:
    """Whether only our blocks stand at the top, and nothing says nothing. Reads tags, no tree."""
    depth, end, inside = 0, 0, ""
    for match in _WHOLE_TAG.finditer(html):
        closes, tag = bool(match[1]), match[2]
        if depth == 0 and (match.start() != end or tag not in allowed.BLOCKS):
            return False
        if _EMPTY.match(html, match.start()) or (inside and tag in _BLOCKS and not closes):
            return False
        if tag in _ONLY_TEXT:
            inside = "" if closes else tag
        if tag not in VOID:
            depth += -1 if closes else 1
        if not 0 <= depth <= DEEPEST:
            return False
        end = match.end()
    return depth == 0 and end == len(html)


def parse(html: str) -> HtmlElement:
    """A tree under a ``div`` of its own. Raises TooDeep."""
    if _depth(html) > DEEPEST:
        raise TooDeep
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    return fragment_fromstring(html.encode(), create_parent="div", parser=parser)


def serialise(root: HtmlElement) -> str:
    """The tree as text, without the ``div`` around it."""
    whole = etree.tostring(root, encoding="unicode", method="html", with_tail=False)
    return whole[whole.index(">") + 1 : -len("</div>")]


def _depth(html: str) -> int:
    deepest = depth = 0
    for match in _TAG.finditer(html):
        if match[2] in VOID:
            continue
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _translate(element: HtmlElement) -> None:
    """Turn one element into ours; its style and alignment become elements and a class."""
    style = element.attrib.pop("style", "")
    align = element.attrib.pop("align", "").lower()
    if element.tag == "center":
        align = "center"
    element.tag = RENAMED.get(element.tag, element.tag)
    if element.tag == "a" and "name" in element.attrib:
        name = element.attrib.pop("name")
        element.set("id", element.get("id", name))
    if _says_nothing(element):
        element.drop_tag()
    elif element.tag in WRAPPERS:
        _unwrap_styled(element, style)
    elif element.tag in _BLOCKS or element.tag in allowed.BLOCK_PARTS:
        _set_alignment(element, style, align)


def _says_nothing(element: HtmlElement) -> bool:
    """A picture that is not ours, or a link that leads nowhere and marks nothing."""
    if element.tag == "img":
        return "src" not in element.attrib
    return bool(element.tag == "a") and not {"href", "id"} & set(element.attrib)


def _set_alignment(element: HtmlElement, style: str, align: str) -> None:
    """What the editor or an office program just said stands over the class that was there."""
    found = _ALIGN.search(style)
    side = found[1].replace("end", "right") if found else align
    if not side or element.tag in {"table", "col", "colgroup"}:
        return
    classes = [name for name in element.get("class", "").split() if name not in _ALIGNED]
    element.attrib.pop("class", None)
    if classes:
        element.set("class", " ".join(classes))
    if side in {"center", "right"}:
        add_class(element, f"align-{side}")


def add_class(element: HtmlElement, name: str) -> None:
    """Add a class unless it is there."""
    classes = element.get("class", "").split()
    if name not in classes:
        element.set("class", " ".join([*classes, name]))


def _unwrap_styled(element: HtmlElement, style: str) -> None:
    tags = [tag for pattern, tag in _STYLED if pattern.search(style)]
    raised = _RAISED.search(style)
    if raised:
        tags.append("sup" if raised[1] == "super" else "sub")
    if not tags or not has_content(element):
        element.drop_tag()
        return
    element.attrib.clear()
    element.tag = tags[0]
    for tag in reversed(tags[1:]):
        _push_down(element, tag)


def _push_down(element: HtmlElement, tag: str) -> None:
    """Put an element between this one and its content."""
    inner = element.makeelement(tag)
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)


def has_content(element: HtmlElement) -> bool:
    """Whether there is anything to see."""
    return bool("".join(element.itertext()).strip()) or element.find(".//img") is not None


def _resolve_containers(root: HtmlElement) -> None:
    """From the inside out: a container of text is a paragraph, one of blocks goes away."""
    for element in reversed(list(root.iter(*CONTAINERS))):
        if element is root:
            continue
        parent = element.getparent()
        if parent is not None and parent.tag in {"p", *allowed.HEADINGS}:
            element.drop_tag()
        elif any(child.tag in _BLOCKS for child in element):
            _wrap_loose(element)
            _hand_down_class(element)
            element.drop_tag()
        else:
            element.tag = "p"


def _hand_down_class(element: HtmlElement) -> None:
    for name in element.get("class", "").split():
        for child in element:
            if child.tag in allowed.BLOCKS and child.tag != "table":
                add_class(child, name)


def _wrap_loose(parent: HtmlElement) -> None:
    """Put runs of text and inline elements that lie between blocks into paragraphs."""
    pieces = _pieces(parent)
    parent.text = None
    for child in list(parent):
        parent.remove(child)
    for run in _runs(pieces):
        _append_run(parent, run)


Piece: TypeAlias = str | HtmlElement


def _pieces(parent: HtmlElement) -> list[Piece]:
    pieces: list[Piece] = [parent.text or ""]
    for child in parent:
        tail, child.tail = child.tail, None
        pieces += [child, tail or ""]
    return [piece for piece in pieces if not isinstance(piece, str) or piece]


def _is_block(piece: Piece) -> bool:
    return not isinstance(piece, str) and (piece.tag in _BLOCKS or piece.tag in allowed.BLOCK_PARTS)


def _runs(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Blocks alone, everything between them together."""
    runs: list[list[Piece]] = []
    joins = False
    for piece in pieces:
        if joins and not _is_block(piece):
            runs[-1].append(piece)
        else:
            runs.append([piece])
        joins = not _is_block(piece)
    return runs


def _append_run(parent: HtmlElement, run: list[Piece]) -> None:
    if _is_block(run[0]):
        parent.append(run[0])
        return
    paragraph = parent.makeelement("p")
    for piece in run:
        if not isinstance(piece, str):
            paragraph.append(piece)
        elif len(paragraph):
            paragraph[-1].tail = (paragraph[-1].tail or "") + piece
        else:
            paragraph.text = (paragraph.text or "") + piece
    if has_content(paragraph) or paragraph.find(".//a[@id]") is not None:
        parent.append(paragraph)
