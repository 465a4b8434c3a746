"""PDF: text however it is coloured or covered, metadata, annotations, form fields, outline."""

from collections.abc import Iterator
from typing import Any

import pikepdf
from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTTextLine

from xinqiao.domains.portal.adapters.extraction.pieces import CannotRead, Piece, Pieces

_WHITE = {1, (1, 1, 1), (1.0, 1.0, 1.0), (0, 0, 0, 0)}
_NOTED = ("/Contents", "/T", "/V", "/Subj", "/TU", "/DV", "/A", "/URI")
_DEEP = 6


def read(path: str) -> Pieces:
    """Text page by page, then everything that is not on the page. Raises CannotRead."""
    try:
        for number, page in enumerate(extract_pages(path, laparams=LAParams(all_texts=True)), 1):
            seen, white = _lines(page)
            yield Piece(f"第{number}页", "\n".join(seen))
            yield Piece(f"第{number}页白色文字", "\n".join(white), True)
        with pikepdf.open(path) as pdf:
            yield Piece("文件属性", "\n".join(_properties(pdf)), True)
            yield Piece("批注与表单", "\n".join(_notes(pdf)), True)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise CannotRead(str(error)) from error


def _lines(page: Any) -> tuple[list[str], list[str]]:
    seen: list[str] = []
    white: list[str] = []
    for line in _walk(page):
        text = line.get_text().strip()
        characters = [one for one in line if isinstance(one, LTChar)]
        is_white = bool(characters) and all(_is_white(one) for one in characters)
        (white if is_white else seen).append(text)
    return seen, white


def _walk(item: Any) -> Iterator[Any]:
    if isinstance(item, LTTextLine):
        yield item
    elif isinstance(item, LTContainer):
        for child in item:
            yield from _walk(child)


def _is_white(character: LTChar) -> bool:
    colour: Any = character.graphicstate.ncolor
    return (tuple(colour) if isinstance(colour, list) else colour) in _WHITE


def _properties(pdf: pikepdf.Pdf) -> Iterator[str]:
    for _key, value in pdf.docinfo.items():
        yield str(value)
    packet = pdf.Root.get("/Metadata")
    if packet is not None:
        with pdf.open_metadata() as metadata:
            yield from (str(value) for value in metadata.values())


def _notes(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for note in page.get("/Annots", ()):
            yield from _texts(note, _DEEP)
    form = pdf.Root.get("/AcroForm")
    if form is not None:
        for entry in form.get("/Fields", ()):
            yield from _texts(entry, _DEEP)
    with pdf.open_outline() as outline:
        yield from (str(item.title) for item in outline.root)


def _texts(holder: Any, depth: int) -> Iterator[str]:
    for key in _NOTED:
        value = holder.get(key)
        if isinstance(value, pikepdf.String):
            yield str(value)
        elif isinstance(value, pikepdf.Dictionary) and depth:
            yield from _texts(value, depth - 1)
    if depth:
        for child in holder.get("/Kids", ()):
            yield from _texts(child, depth - 1)
