"""Attachments made for tests: real docx, xlsx and pdf files with text in chosen places."""

import io
import zipfile

import pikepdf
from openpyxl import Workbook
from openpyxl.comments import Comment

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/'
    'package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.'
    'openxmlformats-package.relationships+xml"/><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/'
    'package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*runs):
    return f"<w:p>{''.join(runs)}</w:p>"


def table(*rows):
    cells = ("".join(f"<w:tc>{paragraph(run(cell))}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def deleted(text):
    return f"<w:del><w:r><w:delText>{text}</w:delText></w:r></w:del>"


def docx(*body, header="", comment="", author="", parts=None):
    """A Word document whose body is made of paragraphs and tables."""
    extra = parts or {}
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _RELS,
        "word/document.xml": f"<w:document {_W}><w:body>{''.join(body)}</w:body></w:document>",
    }
    if header:
        parts["word/header1.xml"] = f"<w:hdr {_W}>{paragraph(run(header))}</w:hdr>"
    if comment:
        inner = f'<w:comment w:id="0">{paragraph(run(comment))}</w:comment>'
        parts["word/comments.xml"] = f"<w:comments {_W}>{inner}</w:comments>"
    if author:
        parts["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:creator>{author}</dc:creator></cp:coreProperties>"
        )
    return package(parts | extra)


def package(parts):
    """A zip of these members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return buffer.getvalue()


def xlsx(*rows, place="cell"):
    """A workbook; ``place`` says where the last row goes: cell, sheet, row, column, comment."""
    book = Workbook()
    sheet = book.active
    sheet.title = "名单"
    plain, special = rows[:-1], rows[-1]
    for row in plain:
        sheet.append(row)
    if place == "comment":
        sheet["A1"].comment = Comment(" ".join(map(str, special)), "甲")
    elif place == "sheet":
        hidden = book.create_sheet("底稿")
        hidden.sheet_state = "hidden"
        hidden.append(special)
    else:
        sheet.append(special)
    if place == "row":
        sheet.row_dimensions[len(rows)].hidden = True
    if place == "column":
        for number in range(1, len(special) + 1):
            sheet.column_dimensions[chr(64 + number)].hidden = True
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def pdf(*lines, white="", title="", note="", covered=""):
    """A page of lines in a Chinese font that is not embedded, as office programs write it."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    page = document.pages[0]
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        CIDSystemInfo=pikepdf.Dictionary(
            Registry=pikepdf.String("Adobe"), Ordering=pikepdf.String("GB1"), Supplement=2
        ),
        DW=1000,
    )
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type0,
        BaseFont=pikepdf.Name("/STSong-Light"),
        Encoding=pikepdf.Name("/UniGB-UCS2-H"),
        DescendantFonts=[descendant],
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
    drawn = [_drawn(line, 780 - 24 * place) for place, line in enumerate(lines)]
    drawn += [f"1 g {_drawn(white, 120)} 0 g"] if white else []
    drawn += [f"{_drawn(covered, 80)} 0 g 60 70 400 30 re f"] if covered else []
    page.Contents = document.make_stream("\n".join(drawn).encode())
    if title:
        document.docinfo["/Title"] = title
    if note:
        mark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Text,
            Rect=[10, 10, 30, 30],
            Contents=pikepdf.String(note),
        )
        page.Annots = pikepdf.Array([document.make_indirect(mark)])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _drawn(text, height):
    return f"BT /F1 14 Tf 72 {height} Td <{text.encode('utf-16-be').hex()}> Tj ET"
