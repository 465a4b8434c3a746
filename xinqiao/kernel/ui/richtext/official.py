"""一键排版: a pasted body set as an official text is, as a pure function.

Indents and line heights are the style sheet's; what is done here is what only the text knows:
headings by their numbering, one paragraph a line, no empty ones, Chinese punctuation, spaces.
Our reading of GB/T 9704-2012, 7.3.3: 一、 is the first level, （一） the second, 1. the third,
（1） the fourth. The two lower ones mostly run into their text and are headings only where they
stand alone, short, and over text; a list of short items is none.
"""

import re
from itertools import takewhile

from lxml.html import HtmlElement

from xinqiao.kernel.ui.richtext import allowed, blocks, typography
from xinqiao.kernel.ui.richtext.clean import clean_html

LONGEST_HEADING = 45
LONGEST_LOWER_HEADING = 25
LONGEST_SIGNATURE = 30
MOST_ROUNDS = 4
LEAST_ROWS, LEAST_COLUMNS, LONGEST_NAME = 2, 2, 20  # of a table whose first row names its columns
_NUMBER = "[一二三四五六七八九十百零〇]+"
_LEVELS = (
    (re.compile(rf"第{_NUMBER}[编章](?=\s|[^编章])"), "h2"),
    (re.compile(rf"{_NUMBER}、"), "h2"),
    (re.compile(rf"第{_NUMBER}节"), "h3"),
    (re.compile(rf"[（(]{_NUMBER}[）)]"), "h3"),
)
_LOWER_LEVELS = (
    (re.compile(r"[0-9]{1,2}[.．、](?![0-9])"), "h4"),
    (re.compile(r"[（(][0-9]{1,2}[）)]"), "h5"),
)
_ARABIC = re.compile(r"^([0-9]{1,2})[.．、] ?|^[(（]([0-9]{1,2})[)）] ?")
_SECOND_LEVEL = re.compile(rf"^\(({_NUMBER})\)|^（({_NUMBER})\)|^\(({_NUMBER})）")
_RUNS_ON = re.compile("[。；！？;!?]")
_NO_NAME = re.compile("[，。；：、0-9]")
_DATE = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")


def format_official(html: str) -> str:
    """The body set as an official text; doing it again changes nothing."""
    known = clean_html(html)
    for _round in range(MOST_ROUNDS):
        done = _formatted(known)
        if done == known:
            break
        known = done
    return known


def _formatted(html: str) -> str:
    root = blocks.parse(html)
    for paragraph in list(root.iter("p")):
        _split_lines(paragraph)
    for block in list(root.iter("p", "h2", "h3", "h4", "h5", "li", "td", "th")):
        _set_text(block)
    for block in list(root.iter("p", "h2", "h3", "h4", "h5")):
        _remove_if_empty(block)
    for block in root:
        _set_level(block)
    for block in root:
        _set_lower_level(block)
    for table in list(root.iter("table")):
        _set_header(table)
    _set_signature(root)
    return clean_html(blocks.serialise(root))


def _text(element: HtmlElement) -> str:
    return "".join(element.itertext()).strip(typography.EDGES)


def _split_lines(paragraph: HtmlElement) -> None:
    """A forced line break in a paragraph of running text begins another paragraph."""
    parent = paragraph.getparent()
    if parent is None or parent.tag != "div":
        return
    rest = paragraph
    while (line_break := rest.find("br")) is not None:
        following = rest.makeelement("p", {"class": rest.get("class")} if rest.get("class") else {})
        following.text = line_break.tail
        following.extend(list(line_break.itersiblings()))
        line_break.tail = None
        rest.remove(line_break)
        following.tail, rest.tail = rest.tail, None
        rest.addnext(following)
        rest = following


def _set_text(block: HtmlElement) -> None:
    """Spaces, punctuation and quotes of one block, over all the pieces of its text."""
    slots = list(_slots(block))
    if not slots:
        return
    texts = [typography.punctuated(typography.spaced(text)) for _owner, _name, text in slots]
    texts = typography.quoted(texts)
    texts[0] = texts[0].lstrip(typography.EDGES)
    texts[-1] = texts[-1].rstrip(typography.EDGES)
    for (owner, name, _text_before), text in zip(slots, texts, strict=True):
        setattr(owner, name, text)


def _slots(block: HtmlElement) -> list[tuple[HtmlElement, str, str]]:
    """Where the text of a block lies; blocks inside it have their own turn."""
    slots = [(block, "text", block.text)] if block.text else []
    for child in block:
        if child.tag in allowed.INLINE:
            slots += _slots(child)
        if child.tail:
            slots.append((child, "tail", child.tail))
    return slots


def _remove_if_empty(block: HtmlElement) -> None:
    parent = block.getparent()
    if _text(block) or block.find(".//img") is not None or block.find(".//a[@id]") is not None:
        return
    if parent is not None and (parent.tag == "div" or len(parent) > 1):
        block.drop_tree()


def _set_level(block: HtmlElement) -> None:
    """Make a numbered line a heading of its level."""
    if block.tag != "p" and block.tag not in allowed.HEADINGS:
        return
    text = _text(block)
    level = next((tag for pattern, tag in _LEVELS if pattern.match(text)), None)
    if level is None or len(text) > LONGEST_HEADING or _RUNS_ON.search(text):
        return
    block.tag = level
    block.attrib.pop("class", None)
    for mark in list(block.iter("strong", "u", "em")):
        mark.drop_tag()
    if block.text:
        block.text = _SECOND_LEVEL.sub(_full_brackets, block.text)


def _set_lower_level(block: HtmlElement) -> None:
    """A short numbered line that stands over a longer paragraph is a heading of its level."""
    text = _text(block)
    level = next((tag for pattern, tag in _LOWER_LEVELS if pattern.match(text)), None)
    if block.tag not in {"p", "h2", "h3"} or level is None:
        return
    if len(text) > LONGEST_LOWER_HEADING or _RUNS_ON.search(text) or not _stands_over_text(block):
        return
    block.tag = level
    block.attrib.pop("class", None)
    for mark in list(block.iter("strong", "u", "em")):
        mark.drop_tag()
    if block.text:
        block.text = _ARABIC.sub(_numbered, block.text)


def _stands_over_text(block: HtmlElement) -> bool:
    following = block.getnext()
    return (
        following is not None and following.tag == "p" and bool(_RUNS_ON.search(_text(following)))
    )


def _numbered(match: re.Match[str]) -> str:
    return f"{match[1]}. " if match[1] else f"（{match[2]}）"


def _set_header(table: HtmlElement) -> None:
    """The first row of a table without headers names its columns, if it looks like names."""
    rows = list(table.iter("tr"))
    if len(rows) < LEAST_ROWS or table.find(".//th") is not None or len(rows[0]) < LEAST_COLUMNS:
        return
    cells = list(rows[0])
    names = [_text(cell) for cell in cells]
    if any(not name or len(name) > LONGEST_NAME or name[0].isdigit() for name in names):
        return
    for cell in cells:
        cell.tag = "th"
        cell.set("scope", "colgroup" if cell.get("colspan") else "col")
        for mark in list(cell.iter("strong")):
            mark.drop_tag()


def _full_brackets(match: re.Match[str]) -> str:
    return f"（{match[1] or match[2] or match[3]}）"


def _set_signature(root: HtmlElement) -> None:
    """The date that ends a text, and the short lines of names before it."""
    paragraphs = [block for block in root if block.tag == "p"]
    dated = next((p for p in reversed(paragraphs[-3:]) if _DATE.fullmatch(_text(p))), None)
    if dated is None:
        return
    before = list(takewhile(_is_name, dated.itersiblings(preceding=True)))
    for paragraph in [dated, *before[:3]]:
        paragraph.set("class", "signature")


def _is_name(block: HtmlElement) -> bool:
    text = _text(block)
    return block.tag == "p" and len(text) <= LONGEST_SIGNATURE and not _NO_NAME.search(text)
