"""The corpus of uploads: 24 classes that must be refused or made harmless, and a good set.

Two classes of the plan cannot be shown as a name with bytes: chunked transfer and slow upload
belong to the server; a wrong MIME header is tested at the view, which ignores it.
"""

import zipfile

import pikepdf

from xinqiao.kernel.files.tests import builders as b

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
BOMB = bytes(9 * 1024 * 1024)
LAUGHS = (
    b"<!DOCTYPE l [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;'>]><l>&c;</l>"
)
XXE = b"<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>"
DDE = b"<w:document xmlns:w='w'><w:p><w:instrText>DDE</w:instrText><w:instrText>AUTO c:\\x"
DDE_END = b"</w:instrText></w:p></w:document>"
JS = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
LAUNCH = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("cmd.exe"))
SUBMIT = pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F=pikepdf.String("http://x.test/"))
LINK = 0o120777
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'>%s</svg>"


def nested(times):
    inner = b.docx()
    for _time in range(times):
        inner = b.docx({"word/embeddings/a.docx": inner})
    return inner


def many_entries():
    return b.package({f"word/{n}": b"" for n in range(5000)} | {"word/document.xml": b"<d/>"})


def pdf_objects_in_pages(document):
    document.pages[0].AA = pikepdf.Dictionary(O=JS)


def xfa(document):
    document.Root.AcroForm = pikepdf.Dictionary(XFA=document.make_stream(b"<xdp/>"))


# (class, name, bytes, code of the refusal)
BAD = [
    ("EICAR", "a.txt", EICAR, "virus"),
    ("EICAR", "a.docx", b.docx({"word/media/a.dat": EICAR}), "virus"),
    ("EICAR", "a.zip", b.package({"a.txt": EICAR}), "virus"),
    ("EICAR", "a.pdf", EICAR, "virus"),
    ("renamed program", "a.pdf", b"MZ" + bytes(600), "magic"),
    ("renamed program", "a.docx", b"MZ" + bytes(600), "magic"),
    ("renamed program", "a.jpg", b"\x7fELF" + bytes(600), "magic"),
    ("renamed program", "a.txt", b"#!/bin/sh\nrm -rf /\n", "magic"),
    ("renamed program", "a.mp4", b"MZ" + bytes(600), "magic"),
    ("renamed program", "a.exe", b"MZ", "extension"),
    ("double extension", "通知.pdf.exe", b.pdf(), "extension"),
    ("double extension", "通知.exe.pdf", b.pdf(), "name"),
    ("double extension", "a.php.jpg", b.image("JPEG"), "name"),
    ("double extension", "a.html .txt", b"x", "name"),
    ("trailing dot or space", "a.exe. . ", b"MZ", "extension"),
    ("trailing dot or space", "a.html. ", b"<p>", "extension"),
    ("control characters in name", "a.pdf\x00.exe", b"MZ", "extension"),
    ("control characters in name", "a\n.js\r", b"alert(1)", "extension"),
    ("RTLO name", "通知\u202efdp.exe", b"MZ", "extension"),
    ("traversal name", "../../etc/passwd", b"x", "extension"),
    ("traversal name", "..\\..\\web.config", b"x", "extension"),
    ("traversal name", "/var/www/shell.php", b"<?php", "extension"),
    ("no name", "", b"x", "extension"),
    ("no name", ".pdf", b"x", "magic"),
    ("empty", "a.pdf", b"", "empty"),
    ("empty", "a.txt", b"", "empty"),
    ("empty", "a.zip", b.package({}), "magic"),
    ("empty", "a.zip", b.package({"a/": b""}), "empty"),
    ("PDF without pages", "a.pdf", b.pdf(0), "empty"),
    ("PDF with script", "a.pdf", b.pdf(change=b.with_action(JS)), "pdf_script"),
    ("PDF with script", "a.pdf", b.pdf(change=b.with_nested_script), "pdf_script"),
    ("PDF with script", "a.pdf", b.pdf(change=pdf_objects_in_pages), "pdf_script"),
    ("PDF with script", "a.pdf", b.pdf(change=xfa), "pdf_script"),
    (
        "PDF with script",
        "a.pdf",
        b.pdf(
            change=b.with_action(JS),
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        ),
        "pdf_script",
    ),
    ("PDF with launch", "a.pdf", b.pdf(change=b.with_action(LAUNCH)), "pdf_launch"),
    ("PDF with launch", "a.pdf", b.pdf(change=b.with_action(SUBMIT)), "pdf_launch"),
    ("PDF with embedded file", "a.pdf", b.pdf(change=b.with_attachment), "pdf_embedded"),
    (
        "polyglot",
        "a.pdf",
        b"%PDF-1.7\n<html><script>alert(1)</script>\n" + b.pdf()[9:],
        "polyglot",
    ),
    ("polyglot", "a.pdf", b"<html>" + b.pdf(), "magic"),
    ("polyglot", "a.pdf", b.pdf() + b.package({"a": b"b" * 2000}), "polyglot"),
    ("polyglot", "a.pdf", b.pdf() + b"\n" * 3000, "polyglot"),
    ("polyglot", "a.gif", b"GIF89a/*" + bytes(9) + b"*/=alert(1)//", "magic"),
    ("polyglot", "a.gif", b.image("GIF") + b"<script>alert(1)</script>", "polyglot"),
    ("polyglot", "a.jpg", b.image("JPEG") + b.package({"a.txt": b"b"}), "polyglot"),
    ("polyglot", "a.png", b.image("PNG") + b"<?php system(1);", "polyglot"),
    ("polyglot", "a.docx", b"%PDF-1.7" + b.docx(), "magic"),
    ("polyglot", "a.docx", b"PK\x03\x04junk" + b.docx(), "polyglot"),
    ("SVG", "a.svg", SVG % b"<script>alert(1)</script>", "extension"),
    ("SVG", "a.png", SVG % b"<foreignObject/>", "magic"),
    ("SVG", "a.jpg", SVG % b"<a xlink:href='javascript:alert(1)'/>", "magic"),
    ("SVG", "a.zip", b.package({"a.svg": SVG % b""}), "extension"),
    ("XML entities", "a.docx", b.docx(body=LAUGHS), "xml_entity"),
    ("XML entities", "a.docx", b.docx(body=XXE), "xml_entity"),
    ("XML entities", "a.docx", b.docx(body=XXE.decode().encode("utf-16")), "xml_entity"),
    (
        "XML entities",
        "a.docx",
        b.docx({"word/x.bin": b"<?xml version='1.0'?>" + XXE}),
        "xml_entity",
    ),
    ("XML entities", "a.xlsx", b.xlsx({"xl/sharedStrings.xml": LAUGHS}), "xml_entity"),
    ("XML entities", "a.ofd", b.ofd({"Doc_0/Attachs.xml": XXE}), "xml_entity"),
    ("zip bomb", "a.docx", b.docx({"word/media/a.bmp": BOMB}), "ratio"),
    ("zip bomb", "a.zip", b.package({"a.txt": b" " * (9 * 1024 * 1024)}), "ratio"),
    ("zip bomb", "a.docx", many_entries(), "entries"),
    ("zip bomb", "a.docx", nested(4), "nesting"),
    ("zip bomb", "a.zip", b.package({"b.zip": b.package({"c.txt": b"c"})}), "nesting"),
    ("zip paths", "a.docx", b.special_entry("../../../aa"), "traversal"),
    ("zip paths", "a.docx", b.special_entry("/etc/passwd"), "traversal"),
    ("zip paths", "a.docx", b.special_entry("..\\..\\..\\aa"), "traversal"),
    ("zip paths", "a.docx", b.special_entry("C:\\Windows\\"), "traversal"),
    ("zip paths", "a.docx", b.special_entry("word/aa.lnk", mode=LINK), "link"),
    ("pixel flood", "a.png", b.flooding_png(), "pixels"),
    ("pixel flood", "a.png", b.flooding_png(8000, 8000), "pixels"),
    ("pixel flood", "a.png", b.flooding_png(2_000_000, 2), "pixels"),
    ("pixel flood", "a.gif", b.flooding_gif(), "pixels"),
    ("pixel flood", "a.webp", b.flooding_webp(), "pixels"),
    ("pixel flood", "a.gif", b.animation(frames=301), "pixels"),
    ("TIFF", "a.tiff", b.image("TIFF"), "extension"),
    ("TIFF", "a.png", b.image("TIFF"), "magic"),
    ("macro", "a.docm", b.docx(), "extension"),
    ("macro", "a.docx", b.docx({"word/vbaProject.bin": b"x"}), "macro"),
    ("macro", "a.xlsx", b.xlsx({"xl/macrosheets/sheet1.xml": b"<x/>"}), "macro"),
    ("macro", "a.docx", b.docx({"word/activeX/activeX1.xml": b"<x/>"}), "macro"),
    (
        "macro",
        "a.docx",
        b.package(
            {
                "[Content_Types].xml": b"<Types a='application/vnd.ms-word.macroEnabled'/>",
                "word/document.xml": b"<d/>",
            }
        ),
        "macro",
    ),
    ("macro", "a.doc", b.doc({"_VBA_PROJECT": b"x"}), "macro"),
    ("macro", "a.wps", b.doc({"Macros": b"x"}), "macro"),
    ("macro", "a.docx", b.docx({"word/embeddings/a.bin": b.doc({"VBA": b""})}), "macro"),
    (
        "macro",
        "a.docx",
        b.docx({"word/embeddings/a.xlsx": b.xlsx({"xl/vbaProject.bin": b""})}),
        "macro",
    ),
    ("embedded program", "a.docx", b.docx({"word/embeddings/a.exe": b"x"}), "embedded"),
    ("embedded program", "a.docx", b.docx({"word/media/a.png": b"MZ" + bytes(9)}), "embedded"),
    (
        "embedded program",
        "a.docx",
        b.docx({"word/embeddings/oleObject1.bin": b.compound({"\x01Ole10Native": b"x"})}),
        "embedded",
    ),
    ("embedded program", "a.doc", b.doc({"\x01Ole10Native": b"x"}), "embedded"),
    ("DDE", "a.docx", b.docx(body=DDE + DDE_END), "macro"),
    (
        "DDE",
        "a.docx",
        b.docx(body=b"<w:d xmlns:w='w'><w:fldSimple w:instr='DDEAUTO c'/></w:d>"),
        "macro",
    ),
    (
        "DDE",
        "a.docx",
        b.docx(body=b"<x:d xmlns:x='w'><x:fldSimple x:instr=' DDE c'/></x:d>"),
        "macro",
    ),
    ("DDE", "a.doc", b.doc({"x": "\x13DDEAUTO c:\\\\x\x15".encode("utf-16-le")}), "macro"),
    ("DDE", "a.csv", b"name,value\nx,=cmd|' /C calc'!A0\n", "macro"),
    ("DDE", "a.csv", b"name\n\" @SUM(1)*cmd|'/C calc'!A0\"\n", "macro"),
    ("macro", "a.xls", b.xls(sheet_kind=1), "macro"),
    (
        "macro",
        "a.docx",
        b.docx(
            {
                "[Content_Types].xml": "<Types><Override ContentType='x.macroEnabled.main+xml'/>"
                "</Types>".encode("utf-16")
            }
        ),
        "macro",
    ),
    (
        "remote template",
        "a.docx",
        b.docx(
            body=b"<w:d xmlns:w='w'><w:instrText>INCLUDEPICTURE http://x.test/a</w:instrText></w:d>"
        ),
        "external",
    ),
    ("DDE", "a.xlsx", b.xlsx({"xl/externalLinks/e.xml": b"<x><ddeLink/></x>"}), "macro"),
    ("remote template", "a.docx", b.linked("attachedTemplate", "http://x.test/a.dotm"), "external"),
    ("remote template", "a.docx", b.linked("image", "file://x.test/a.png"), "external"),
    ("remote template", "a.docx", b.linked("oleObject", "\\\\x.test\\a"), "external"),
    ("remote template", "a.docx", b.linked("hyperlink", "javascript:alert(1)"), "external"),
    ("remote template", "a.docx", b.linked("hyperlink", "file:///c:/x.exe"), "external"),
    ("encrypted", "a.pdf", b.pdf(encryption=pikepdf.Encryption(user="a", owner="b")), "encrypted"),
    ("encrypted", "a.pdf", b.pdf(encryption=pikepdf.Encryption(user="", owner="b")), "encrypted"),
    ("encrypted", "a.docx", b.compound({"EncryptedPackage": b"x"}), "encrypted"),
    ("encrypted", "a.docx", b.special_entry("word/aa.xml", flags=1), "encrypted"),
    ("encrypted", "a.doc", b.doc(encrypted=True), "encrypted"),
    ("encrypted", "a.xls", b.xls(encrypted=True), "encrypted"),
    ("encrypted", "a.ppt", b.compound({"EncryptedSummary": b"x"}), "encrypted"),
    ("broken", "a.docx", b.docx()[:-40], "broken"),
    ("broken", "a.docx", b.docx(body=b"<w:document"), "broken"),
    ("broken", "a.docx", b.docx()[:60] + b"\x00" * 8 + b.docx()[68:], "broken"),
    ("broken", "a.pdf", b.pdf()[:-300], "broken"),
    ("broken", "a.pdf", b"%PDF-1.7\n" + bytes(200) + b"%%EOF", "broken"),
    ("broken", "a.doc", b.doc()[:900], "broken"),
    ("broken", "a.doc", b.doc()[:1700], "broken"),
    ("broken", "a.png", b.image("PNG", (300, 300))[:-200], "broken"),
    ("broken", "a.jpg", b.image("JPEG", (300, 300))[:-200], "broken"),
    ("broken", "a.mp4", b.mp4()[:-3], "broken"),
    ("broken", "a.mp4", b.mp4(b""), "broken"),
    ("broken", "a.mp4", b.mp4(b.box(b"moov", b.track())), "broken"),
    ("broken", "a.mp4", b.mp4(b.movie(b.track(entries=2))), "broken"),
    ("broken", "a.mp4", b.mp4(b.movie(b.track(sides=(0, 0)))), "broken"),
    ("external file", "a.mp4", b.mp4(b.movie(b.track(place=bytes(4) + b"http://x"))), "external"),
    ("external file", "a.mp4", b.mp4(b.movie(extra=b.box(b"rmra"))), "external"),
    ("other codec", "a.mp4", b.mp4(b.movie(b.track(codec=b"hvc1"))), "codec"),
    ("other codec", "a.mp4", b.mp4(b.movie(b.track(), b.track(b"soun", b"ac-3"))), "codec"),
    ("no picture", "a.mp4", b.mp4(b.movie(b.track(b"soun", b"mp4a"))), "no_picture"),
    ("no duration", "a.mp4", b.mp4(b.movie(seconds=0)), "duration"),
    ("too long", "a.mp4", b.mp4(b.movie(seconds=5 * 3600)), "duration"),
    ("wrong container", "a.vtt", b"1\n00:00 --> 00:01\n", "magic"),
    ("wrong container", "a.vtt", "WEBVTT\n\n字幕".encode("gb18030"), "magic"),
    ("control characters", "a.vtt", b"WEBVTT\n\n\x00", "magic"),
    ("broken", "a.mp3", b.mp3()[:300], "magic"),
    ("wrong container", "a.docx", b.xlsx(), "magic"),
    ("wrong container", "a.xlsx", b.package({"a.txt": b"a"}), "magic"),
    ("wrong container", "a.docx", b.doc(), "magic"),
    ("wrong container", "a.doc", b.xls(), "magic"),
    ("wrong container", "a.doc", b"<html><table></table></html>", "magic"),
    ("wrong container", "a.ofd", b.docx(), "magic"),
    ("wrong container", "a.png", b.image("JPEG"), "magic"),
    ("wrong container", "a.mp3", b.mp4(), "magic"),
    ("wrong container", "a.txt", b.image("PNG"), "magic"),
    ("wrong container", "a.csv", "甲,乙".encode("utf-16"), "magic"),
    ("odd package", "a.zip", b.package({"a.txt": b"a"}, method=zipfile.ZIP_LZMA), "structure"),
    ("archive with a program", "a.zip", b.package({"docs/a.js": b"alert(1)"}), "extension"),
    ("archive with a program", "a.zip", b.package({"a.pdf": b"MZ"}), "magic"),
    ("too large", "a.txt", b" " * (5 * 1024 * 1024 + 1), "size"),
]

GOOD = [
    ("关于印发《青溪县防汛预案》的通知（青政发〔2026〕1号）.pdf", b.pdf(3)),
    ("a.PDF", b.pdf()),
    ("linear.pdf", b.pdf(2, linearize=True)),
    ("packed.pdf", b.pdf(2, object_stream_mode=pikepdf.ObjectStreamMode.generate)),
    ("newline.pdf", b.pdf() + b"\r\n"),
    ("公文.ofd", b.ofd()),
    ("印章.ofd", b.ofd({"Doc_0/Signs/Sign_0/Seal.esl": b"0\x82", "Doc_0/Res/a.png": b.image()})),
    ("申请表.docx", b.docx()),
    ("图片.docx", b.docx({"word/media/image1.png": b.image(), "word/media/a.emf": b"\x01\0\0\0"})),
    ("链接.docx", b.linked("hyperlink", "https://www.gov.cn/")),
    ("邮件.docx", b.linked("hyperlink", "mailto:a@example.test")),
    ("相对.docx", b.linked("hyperlink", "附件1.docx")),
    ("内部.docx", b.linked("image", "media/image1.png", mode="Internal")),
    ("内嵌表.docx", b.docx({"word/embeddings/a.xlsx": b.xlsx()})),
    (
        "公式.docx",
        b.docx({"word/embeddings/oleObject1.bin": b.compound({"Equation Native": b"x"})}),
    ),
    ("目录.docx", b.docx(body=b"<w:d xmlns:w='w'><w:instrText> TOC \\o </w:instrText></w:d>")),
    ("统计表.xlsx", b.xlsx()),
    ("大表.xlsx", b.xlsx({"xl/worksheets/sheet1.xml": b"<s>" + b"<c/>" * 400_000 + b"</s>"})),
    ("汇报.pptx", b.pptx()),
    ("旧通知.doc", b.doc()),
    ("旧表.xls", b.xls()),
    ("旧演示.ppt", b.compound({"PowerPoint Document": b"x"})),
    ("文字.wps", b.doc()),
    ("新文字.wps", b.docx()),
    ("表格.et", b.xls()),
    ("新表格.et", b.xlsx()),
    ("演示.dps", b.compound({"PowerPoint Document": b"x"})),
    ("新演示.dps", b.pptx()),
    ("附件.zip", b.package({"表/申请表.docx": b.docx(), "说明.txt": "请填表".encode()})),
    ("说明.txt", "心桥\r\n\t第二行".encode()),
    ("老说明.txt", "青溪县人民政府".encode("gb18030")),
    ("数据.csv", "\ufeff乡镇,人口\r\n青溪,1200\r\n".encode()),
    ("照片.jpg", b.photo_with_place()),
    ("灰度.jpeg", b.image("JPEG", mode="L")),
    ("印刷.jpg", b.image("JPEG", mode="CMYK")),
    ("截图.png", b.text_png()),
    ("透明.png", b.image("PNG", mode="RGBA")),
    ("调色.png", b.image("PNG", mode="P")),
    ("图标.gif", b.image("GIF", mode="P")),
    ("动画.gif", b.animation()),
    ("动画.webp", b.animation("WEBP")),
    ("新图.webp", b.image("WEBP", mode="RGBA")),
    ("宣传片.mp4", b.mp4()),
    ("字幕.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\n青溪河通水了。\n".encode()),
    ("广播.mp3", b.mp3()),
    ("无标签.mp3", b.mp3(tagged=False)),
]
