import io
import random
import re
import struct
from pathlib import Path
from urllib.parse import unquote

import pikepdf
import pytest
from django.conf import settings
from hypothesis import example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from PIL import Image, ImageCms

from xinqiao.kernel.files import disposition, rules
from xinqiao.kernel.files.rules import compounds, images, markup, packages, papers, sounds, types
from xinqiao.kernel.files.tests import builders
from xinqiao.kernel.files.tests.corpus import BAD, GOOD

LIMIT = 50 * types.MEGABYTE


def check(name, content, limit_bytes=LIMIT):
    return rules.check_upload(name=name, content=content, limit_bytes=limit_bytes)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param(name, content, code, id=f"{kind}-{number}")
        for number, (kind, name, content, code) in enumerate(BAD)
    ],
)
def test_what_must_be_refused_is(name, content, code):
    with pytest.raises(rules.UploadRefused) as refusal:
        check(name, content)

    assert refusal.value.code == code
    assert any("\u4e00" <= character <= "\u9fff" for character in str(refusal.value))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param(name, content, id=f"{name.rpartition('.')[2]}-{number}")
        for number, (name, content) in enumerate(GOOD)
    ],
)
def test_what_people_really_send_is_taken(name, content):
    accepted = check(name, content)

    assert accepted.name == name
    assert accepted.content_type == types.TYPES[accepted.extension].content_type


def test_the_corpus_is_large_enough():
    assert len(BAD) >= 120
    assert len(GOOD) >= 40
    assert len({kind for kind, *_rest in BAD}) >= 24


def test_nothing_the_camera_noted_is_kept():
    accepted = check("a.jpg", builders.photo_with_place())

    with Image.open(io.BytesIO(accepted.content)) as picture:
        assert not picture.getexif()
        assert picture.size == (accepted.width, accepted.height) == (30, 40)
    assert b"Zhang" not in accepted.content
    assert "王某某".encode() not in check("a.png", builders.text_png()).content


def test_an_animation_keeps_moving():
    with Image.open(io.BytesIO(check("a.gif", builders.animation()).content)) as picture:
        assert picture.n_frames == 3


def test_colours_of_a_foreign_profile_become_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    with_profile = builders.image("PNG", icc_profile=profile)
    with_nonsense = builders.image("PNG", icc_profile=b"nonsense")

    for content in (with_profile, with_nonsense):
        accepted = check("a.png", content)
        with Image.open(io.BytesIO(accepted.content)) as picture:
            assert "icc_profile" not in picture.info


def test_transparent_palette_becomes_transparent_webp():
    picture = Image.new("P", (9, 9), 0)
    target = io.BytesIO()
    picture.save(target, "PNG", transparency=0)

    assert check("a.png", target.getvalue()).width == 9


def test_an_installation_may_allow_less():
    with pytest.raises(rules.UploadRefused, match="1 MB"):
        check("a.txt", b"x" * (2 * types.MEGABYTE), limit_bytes=types.MEGABYTE)


def test_an_empty_office_package_entry_is_bounded(monkeypatch):
    monkeypatch.setattr(packages, "MOST_BYTES_XML", 10)

    with pytest.raises(rules.UploadRefused) as refusal:
        check("a.docx", builders.docx())
    assert refusal.value.code == "ratio"


def test_repeated_names_in_a_package_are_refused():
    doubled = builders.package({"word/document.xml": "<a/>", "word/document.xmk": "<b/>"})

    with pytest.raises(rules.UploadRefused) as refusal:
        check("a.docx", doubled.replace(b".xmk", b".xml"))
    assert refusal.value.code == "structure"


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        (
            "关于 2026 年“双随机”抽查的通知（终稿）.docx",
            "关于 2026 年“双随机”抽查的通知（终稿）.docx",
        ),
        ("𠮷林県・é.pdf", "𠮷林県・é.pdf"),
        ("C:\\Users\\张三\\表.xlsx", "表.xlsx"),
        ("../../表.xlsx", "表.xlsx"),
        ("a\x00b\r\nc\u202ed\u200be.pdf", "abcde.pdf"),
        ('a<b>:"|?*.pdf', "a_b______.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("com1.tar.pdf", "_com1.tar.pdf"),
        ("console.pdf", "console.pdf"),
        ("  a  b .pdf. ", "a b.pdf"),
        (".pdf", "文件.pdf"),
        ("", "文件"),
        ("...", "文件"),
        ("e\u0301.pdf", "é.pdf"),
    ],
)
def test_names_are_cleaned_and_chinese_ones_stay(raw, cleaned):
    assert rules.clean_name(raw) == cleaned


@examples(max_examples=300, deadline=None)
@given(st.text(max_size=400))
@example("长" * 300 + ".pdf")
@example("a" * 300 + "." + "b" * 300)
def test_any_name_becomes_one_that_a_file_system_takes(raw):
    name = rules.clean_name(raw)

    assert 0 < len(name.encode()) <= 255 or len(name.rpartition(".")[2]) > 200
    assert not set(name) & set('/\\\x00<>:"|?*\u202e\n\r')
    assert rules.clean_name(name) == name


def test_long_chinese_names_keep_their_extension():
    assert rules.clean_name("长" * 300 + ".docx").endswith("长.docx")


NAMES = [f"第{n}号 附件{chr(0x4E00 + n * 37)}“{n}”;é%{n}.pdf" for n in range(300)]


@pytest.mark.parametrize("kind", ["attachment", "inline"])
def test_three_hundred_names_come_back_from_the_header(kind):
    for name in NAMES:
        header = disposition.content_disposition(name, kind=kind)
        plain, extended = re.fullmatch(
            kind + r"; filename=\"([^\"\\]*)\"; filename\*=UTF-8''([A-Za-z0-9%._~-]+)", header
        ).groups()

        assert header.isascii()
        assert plain.endswith(".pdf")
        assert unquote(extended) == name


def test_uploads_page_is_written_from_the_table():
    page = (Path(settings.BASE) / "docs/operations/uploads.md").read_text()

    assert types.as_markdown() in page


def test_a_field_accepts_what_the_table_lists():
    assert rules.accept_attribute(rules.Family.IMAGE) == ".jpg,.jpeg,.png,.gif,.webp"
    assert ".ofd" in rules.accept_attribute()


@pytest.mark.parametrize("sample", [content for _name, content in GOOD if len(content) < 60_000])
def test_damaged_files_are_refused_or_taken_but_never_crash(sample):
    chance = random.Random(7)
    for _round in range(25):
        damaged = bytearray(sample)
        for _byte in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        for extension in ("pdf", "docx", "doc", "jpg", "png", "gif", "webp", "mp4", "mp3", "zip"):
            try:
                check(f"a.{extension}", bytes(damaged))
            except rules.UploadRefused:
                continue


def test_a_pdf_with_too_many_objects_is_refused(monkeypatch):
    monkeypatch.setattr(papers, "MOST_OBJECTS", 1)

    with pytest.raises(rules.UploadRefused) as refusal:
        check("a.pdf", builders.pdf())
    assert refusal.value.code == "pdf_size"


def test_frames_of_every_version_of_mpeg_are_known():
    for second, length in ((0xFB, 417), (0xF3, 261), (0xE3, 522)):
        content = bytes([0xFF, second, 0x90, 0]).ljust(length, b"\0") * 2
        sounds.check_mp3(content)
    with pytest.raises(rules.UploadRefused):
        sounds.check_mp3(bytes([0xFF, 0xEB, 0x90, 0]) * 400)


def test_padding_after_the_tag_of_a_sound_is_passed_over():
    tagged, bare = builders.mp3(), builders.mp3(tagged=False)
    tag = tagged[: len(tagged) - len(bare)]

    sounds.check_mp3(tag + bytes(64) + bare)


def test_a_field_code_ends_with_its_paragraph():
    body = (
        b"<w:d xmlns:w='w'><w:p><w:instrText>PAGE</w:instrText></w:p>"
        b"<w:p><w:t>DDE</w:t></w:p></w:d>"
    )

    markup.check_xml("word/document.xml", body)


@pytest.mark.parametrize("claimed", [1, 2], ids=["as many as there are", "more than there are"])
def test_a_compound_file_with_a_second_table_is_read(claimed):
    def use_further_tables(whole):
        number = len(whole) // 512 - 1
        whole[68:76] = struct.pack("<II", number, claimed)
        whole += struct.pack("<128I", *[0xFFFFFFFF] * 127, 0xFFFFFFFE)

    content = builders.compound({"WordDocument": b"x"}, tamper=use_further_tables)

    assert "WordDocument" in compounds.Compound(content).names()


@pytest.mark.parametrize("shift", [0, 7, 30])
def test_a_compound_file_with_odd_sectors_is_broken(shift):
    def change(whole):
        whole[30] = shift

    with pytest.raises(rules.UploadRefused):
        compounds.Compound(builders.compound({"WordDocument": b"x"}, tamper=change))


def test_a_compound_file_that_names_a_sector_beyond_its_end_is_broken():
    def change(whole):
        whole[76:80] = struct.pack("<I", 100_000)

    with pytest.raises(rules.UploadRefused):
        compounds.Compound(builders.compound({"WordDocument": b"x"}, tamper=change))


def test_a_compound_file_without_a_root_is_broken():
    def change(whole):
        whole[1024 + 66] = 0

    with pytest.raises(rules.UploadRefused):
        compounds.Compound(builders.compound({"WordDocument": b"x"}, tamper=change))


def test_pictures_have_limits_of_their_own():
    assert max(images.MOST_PIXELS.values()) < Image.MAX_IMAGE_PIXELS


def test_a_chain_that_leads_out_of_the_file_is_broken():
    def change(whole):
        whole[48:52] = (100).to_bytes(4, "little")

    with pytest.raises(rules.UploadRefused):
        compounds.Compound(builders.compound({"WordDocument": b"x"}, tamper=change))
    with pytest.raises(rules.UploadRefused):
        compounds.Compound(builders.compound({"WordDocument": b"x" * 9000})[:-6000]).head(
            "WordDocument", 9000
        )


def test_a_pdf_of_nested_arrays_is_followed_only_so_far():
    def change(document):
        nested = pikepdf.Array([1])
        for _level in range(papers.DEEPEST + 3):
            nested = pikepdf.Array([nested])
        document.Root.Nested = nested

    assert check("a.pdf", builders.pdf(change=change)).extension == "pdf"


def test_text_with_control_characters_is_no_text():
    with pytest.raises(rules.UploadRefused):
        check("a.txt", b"a\x00b\x07")
