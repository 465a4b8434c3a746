"""Small attachments made by our own code: PDF, Word, Excel and plain text."""

import datetime as dt
import io
import zipfile
from html import escape

from openpyxl import Workbook

from xinqiao.config.demo import units
from xinqiao.config.demo.world import World

PAPERS = 32
NAMES = ("申请表", "任务分工表", "名单", "填写说明")
WORD_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
    'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.wordprocessingml.document.main+xml"/></Types>'
)
WORD_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
WORD_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def write(world: World, number: int) -> tuple[str, bytes]:
    """File name and bytes of one attachment; the number decides which of four formats."""
    random = world.random("paper", number)
    kind = number % 4
    name = f"附件{number // 4 + 1}：{NAMES[kind]}"
    lines = [f"{town}：{random.randint(12, 980)}户" for _, town in units.TOWNSHIPS]
    head = f"青溪县{NAMES[kind]}（{world.anchor.year}年）"
    if kind == 0:
        return f"{name}.docx", word([head, *lines])
    if kind == 1:
        return f"{name}.xlsx", sheet([["乡镇", "户数"], *(line.split("：") for line in lines)])
    if kind == 2:
        return f"{name}.pdf", pdf([head, *lines])
    return f"{name}.txt", "\n".join([head, *lines]).encode()


def word(lines: list[str]) -> bytes:
    """A Word document of plain paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{escape(line)}</w:t></w:r></w:p>" for line in lines)
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<w:document xmlns:w="{WORD_SPACE}"><w:body>{body}</w:body></w:document>'
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for path, text in (
            ("[Content_Types].xml", WORD_TYPES),
            ("_rels/.rels", WORD_RELATIONS),
            ("word/document.xml", document),
        ):
            package.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), text)
    return target.getvalue()


def sheet(rows: list[list[str]]) -> bytes:
    """An Excel workbook with one sheet."""
    book = Workbook()
    page = book.active
    if page is None:  # a new workbook always has one; openpyxl's types do not say so
        raise ValueError("no sheet")
    for row in rows:
        page.append(row)
    book.properties.created = book.properties.modified = dt.datetime(2020, 1, 1)  # noqa: DTZ001 (openpyxl wants it naive)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def pdf(lines: list[str]) -> bytes:
    """A one-page PDF that names a standard Chinese font, so it carries none."""
    text = "BT /F1 15 Tf 72 770 Td 24 TL "
    text += " ".join(f"<{line.encode('utf-16-be').hex()}> Tj T*" for line in lines) + " ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(text)} >>\nstream\n{text}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
        " /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R"
        " /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> /DW 1000 >>",
        "<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880]"
        " /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    )
    return _pdf_file(objects)


def _pdf_file(objects: tuple[str, ...]) -> bytes:
    out = b"%PDF-1.4\n%\xe4\xbd\xa0\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n".encode("ascii")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    trailer = (
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
        f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(out)}\n%%EOF\n"
    )
    return out + trailer.encode("ascii")
