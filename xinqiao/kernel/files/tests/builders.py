"""Small files of every kind, built byte by byte, for the corpus of good and bad uploads."""

import io
import struct
import zipfile
import zlib

import pikepdf
from PIL import Image, PngImagePlugin

TYPES_XML = b'<?xml version="1.0"?><Types xmlns="http://x/content-types"/>'


def pdf(pages=1, *, change=None, **saving):
    with pikepdf.new() as document:
        for _page in range(pages):
            document.add_blank_page()
        if change:
            change(document)
        target = io.BytesIO()
        document.save(target, **saving)
    return target.getvalue()


def with_action(action):
    def change(document):
        document.Root.OpenAction = pikepdf.Dictionary(action)

    return change


def with_attachment(document):
    document.attachments["a.exe"] = b"MZ"


def with_nested_script(document):
    inner = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
    document.pages[0].Annots = pikepdf.Array(
        [pikepdf.Dictionary(Type=pikepdf.Name.Annot, AA=pikepdf.Dictionary(E=inner))]
    )


def package(members, *, method=zipfile.ZIP_DEFLATED):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def docx(extra=None, body=b"<w:document xmlns:w='w'><w:body/></w:document>"):
    return package({"[Content_Types].xml": TYPES_XML, "word/document.xml": body, **(extra or {})})


def xlsx(extra=None):
    return package(
        {"[Content_Types].xml": TYPES_XML, "xl/workbook.xml": b"<workbook/>", **(extra or {})}
    )


def pptx():
    return package(
        {"[Content_Types].xml": TYPES_XML, "ppt/presentation.xml": b"<p:presentation xmlns:p='p'/>"}
    )


def ofd(extra=None):
    root = (
        '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" '
        'Version="1.1"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>'
        "</ofd:OFD>"
    )
    return package(
        {
            "OFD.xml": root,
            "Doc_0/Document.xml": "<ofd:Document xmlns:ofd='o'/>",
            "Doc_0/Pages/Page_0/Content.xml": "<ofd:Page xmlns:ofd='o'>公文</ofd:Page>",
            **(extra or {}),
        }
    )


def relationship(kind, target, mode="External"):
    return (
        '<Relationships xmlns="r"><Relationship Id="r1" '
        f'Type="http://x/relationships/{kind}" Target="{target}" TargetMode="{mode}"/>'
        "</Relationships>"
    )


def linked(kind, target, mode="External"):
    return docx({"word/_rels/document.xml.rels": relationship(kind, target, mode)})


def special_entry(name, content=b"x", *, mode=0, flags=0):
    """An entry as no honest program writes it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", TYPES_XML)
        archive.writestr("word/document.xml", "<d/>")
        info = zipfile.ZipInfo("placeholder")
        info.external_attr = mode << 16
        archive.writestr(info, content)
    raw = target.getvalue()
    shown = name.encode().ljust(11, b"_")[:11]
    raw = raw.replace(b"placeholder", shown)
    if flags:
        central = raw.rindex(b"PK\x01\x02")
        raw = raw[: central + 8] + struct.pack("<H", flags) + raw[central + 10 :]
    return raw


def image(kind="PNG", size=(40, 30), mode="RGB", **saving):
    target = io.BytesIO()
    Image.new(mode, size, "red" if mode != "P" else 1).save(target, kind, **saving)
    return target.getvalue()


def photo_with_place():
    exif = Image.Exif()
    exif[0x010F] = "Camera of Zhang"
    exif[0x0112] = 6  # turned by a quarter
    exif.get_ifd(0x8825)[1] = "N"
    return image("JPEG", exif=exif)


def animation(kind="GIF", frames=3, size=(20, 20)):
    target = io.BytesIO()
    pictures = [Image.new("RGB", size, (90 * n % 255, 0, 0)) for n in range(frames)]
    pictures[0].save(target, kind, save_all=True, append_images=pictures[1:], duration=50)
    return target.getvalue()


def flooding_png(width=60000, height=60000):
    """Says it is huge; the pixels are never there."""
    raw = bytearray(image("PNG"))
    raw[16:24] = struct.pack(">II", width, height)
    raw[29:33] = struct.pack(">I", zlib.crc32(bytes(raw[12:29])))
    return bytes(raw)


def flooding_gif():
    return b"GIF89a" + struct.pack("<HH", 65000, 65000) + image("GIF")[10:]


def flooding_webp():
    """A lossless header that claims 16383 by 16383."""
    bits = 16382 | 16382 << 14
    payload = b"\x2f" + struct.pack("<I", bits) + bytes(16)
    chunk = b"VP8L" + struct.pack("<I", len(payload)) + payload + bytes(len(payload) % 2)
    return b"RIFF" + struct.pack("<I", len(chunk) + 4) + b"WEBP" + chunk


def text_png():
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", "王某某 13800000000")
    return image("PNG", pnginfo=info)


def compound(streams, *, tamper=None):
    """A compound file of 512-byte sectors; streams are padded to the size of large ones."""
    sector, bodies, entries = 512, b"", []  # sector 0 holds the FAT, 1.. the directory
    directory_sectors = (len(streams) + 1 + 3) // 4
    start = 1 + directory_sectors
    fat = [0xFFFFFFFD] + [n + 2 for n in range(directory_sectors)]
    fat[directory_sectors] = 0xFFFFFFFE
    for name, content in streams.items():
        body = content.ljust(4096, b"\0")
        count = -(-len(body) // sector)
        entries.append((name, 2, start, len(body)))
        fat += [start + n + 1 for n in range(count - 1)] + [0xFFFFFFFE]
        bodies += body.ljust(count * sector, b"\0")
        start += count
    lines = [_line("Root Entry", 5, 0xFFFFFFFE, 0)] + [_line(*entry) for entry in entries]
    directory = b"".join(lines).ljust(directory_sectors * sector, b"\0")
    fat += [0xFFFFFFFF] * (128 - len(fat))
    assert len(fat) == 128
    header = bytearray(sector)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIII", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    whole = bytearray(bytes(header) + struct.pack("<128I", *fat) + directory + bodies)
    if tamper:
        tamper(whole)
    return bytes(whole)


def _line(name, kind, start, size):
    raw = bytearray(128)
    encoded = name.encode("utf-16-le")
    raw[: len(encoded)] = encoded
    struct.pack_into("<HBB", raw, 64, len(encoded) + 2, kind, 1)
    struct.pack_into("<II", raw, 116, start, size)
    return bytes(raw)


def doc(extra=None, *, encrypted=False):
    flags = 0x0100 if encrypted else 0
    head = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0x804, 0, flags)
    return compound({"WordDocument": head, "1Table": b"", **(extra or {})})


def xls(*, encrypted=False, sheet_kind=0):
    records = struct.pack("<HHHH", 0x809, 4, 0x600, 5)
    if encrypted:
        records += struct.pack("<HHH", 0x2F, 2, 1)
    records += struct.pack("<HHIBBBB", 0x85, 9, 0, 0, sheet_kind, 1, 0) + b"A"
    records += struct.pack("<HHHH", 0x809, 4, 0x600, 5)
    return compound({"Workbook": records})


def box(kind, *content):
    inner = b"".join(content)
    return struct.pack(">I", 8 + len(inner)) + kind + inner


def track(
    handler=b"vide", codec=b"avc1", *, sides=(320, 240), place=b"\0\0\0\1", entries=1, extra=b""
):
    """A track whose samples lie in this file; ``place`` are version and flags of its address."""
    data = box(b"dref", bytes(4), struct.pack(">I", entries), box(b"url ", place))
    samples = box(b"stsd", bytes(4), struct.pack(">I", 1), box(codec, bytes(78)))
    inner = box(b"minf", box(b"dinf", data), box(b"stbl", samples))
    media = box(b"mdia", box(b"hdlr", bytes(8), handler, bytes(12)), inner)
    head = box(b"tkhd", bytes(76), struct.pack(">II", sides[0] << 16, sides[1] << 16))
    return box(b"trak", head, media, extra)


def movie(*tracks, seconds=200, scale=1000, long=False, extra=b""):
    if long:
        times = b"\1\0\0\0" + bytes(16) + struct.pack(">IQ", scale, seconds * scale)
    else:
        times = bytes(12) + struct.pack(">II", scale, seconds * scale)
    both = tracks or (track(), track(b"soun", b"mp4a", sides=(0, 0)))
    return box(b"moov", box(b"mvhd", times), *both, extra)


def mp4(moov=None, *, after=b""):
    """The boxes of a video without its pictures: enough for the check, nothing to be seen."""
    head = box(b"ftyp", b"isom", bytes(4))
    return head + (movie() if moov is None else moov) + box(b"mdat", b"data") + after


def mp3(*, tagged=True):
    frame = b"\xff\xfb\x90\x00".ljust(417, b"\0")
    tag = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + bytes(10)
    return (tag if tagged else b"") + frame * 3
