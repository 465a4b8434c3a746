"""Text out of attachments: every place where a number can hide, and what cannot be read."""

import pytest

from xinqiao.domains.portal.adapters import attachments
from xinqiao.domains.portal.adapters.extraction import child, others
from xinqiao.domains.portal.tests.checking import papers
from xinqiao.kernel.files.tests import builders

NUMBER = "330106199003071236"


def read(folder, content, extension):
    path = folder / f"名单.{extension}"
    path.write_bytes(content)
    segments, is_whole = attachments.texts_of(path, extension)
    assert is_whole
    return {one.place: one.is_hidden for one in segments if NUMBER in one.text}


@pytest.mark.parametrize(
    ("content", "place", "is_hidden"),
    [
        (papers.docx(papers.paragraph(papers.run(NUMBER[:7]), papers.run(NUMBER[7:]))), "正文", 0),
        (papers.docx(papers.table(["甲", NUMBER])), "正文", 0),
        (papers.docx(papers.paragraph(papers.run(NUMBER, "<w:vanish/>"))), "正文隐藏文字", 1),
        (
            papers.docx(papers.paragraph(papers.run(NUMBER, '<w:color w:val="FFFFFF"/>'))),
            "正文隐藏文字",
            1,
        ),
        (papers.docx(papers.paragraph(papers.run(NUMBER, '<w:sz w:val="2"/>'))), "正文隐藏文字", 1),
        (papers.docx(papers.paragraph(papers.deleted(NUMBER))), "正文修订删除", 1),
        (papers.docx(header=NUMBER), "页眉", 0),
        (papers.docx(comment=NUMBER), "批注", 1),
        (papers.docx(author=NUMBER), "文件属性", 1),
    ],
)
def test_word_document_is_read_wherever_the_number_hides(tmp_path, content, place, is_hidden):
    assert read(tmp_path, content, "docx") == {place: bool(is_hidden)}


@pytest.mark.parametrize(
    ("place", "part"),
    [
        ("cell", "工作表“名单”"),
        ("sheet", "工作表“底稿”（隐藏工作表）"),
        ("row", "工作表“名单”隐藏行列"),
        ("column", "工作表“名单”隐藏行列"),
        ("comment", "批注"),
    ],
)
def test_workbook_is_read_wherever_the_number_hides(tmp_path, place, part):
    found = read(tmp_path, papers.xlsx(["姓名"], ["甲", NUMBER], place=place), "xlsx")

    assert found == {part: place != "cell"}


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (papers.pdf("公示", NUMBER), "第1页"),
        (papers.pdf("公示", covered=NUMBER), "第1页"),
        (papers.pdf("公示", white=NUMBER), "第1页白色文字"),
        (papers.pdf("公示", title=NUMBER), "文件属性"),
        (papers.pdf("公示", note=NUMBER), "批注与表单"),
    ],
)
def test_pdf_is_read_wherever_the_number_hides(tmp_path, content, part):
    assert list(read(tmp_path, content, "pdf")) == [part]


def test_archive_and_old_formats_and_plain_text_are_read(tmp_path):
    inner = papers.docx(papers.paragraph(papers.run(NUMBER)))
    slides = {"ppt/slides/slide1.xml": f"<a><t>{NUMBER}</t></a>"}
    ofd = {"OFD.xml": "<OFD/>", "Doc_0/Pages/Page_0/Content.xml": f"<P><T>{NUMBER}</T></P>"}
    old = b"\xd0\xcf\x11\xe0" + b"\0" * 60 + f"号码{NUMBER}".encode("utf-16-le")

    assert read(tmp_path, papers.package({"a.docx": inner}), "zip") == {"《a.docx》正文": False}
    assert read(tmp_path, papers.package(slides), "pptx") == {"幻灯片": False}
    assert read(tmp_path, papers.package(ofd), "ofd") == {"正文": False}
    assert read(tmp_path, old, "doc") == {"内容": False}
    assert read(tmp_path, f"号码{NUMBER}".encode("gb18030"), "txt") == {"正文": False}
    assert read(tmp_path, f"号码{NUMBER}".encode(), "csv") == {"正文": False}


def test_number_typed_as_a_number_is_read_as_it_is_shown(tmp_path):
    path = tmp_path / "名单.xlsx"
    path.write_bytes(papers.xlsx(["电话"], [13812345678.0]))

    segments, _is_whole = attachments.texts_of(path, "xlsx")

    assert any("13812345678" in segment.text for segment in segments)


@pytest.mark.parametrize(
    ("content", "extension"),
    [(b"%PDF-1.7 broken", "pdf"), (b"PK broken", "docx"), (b"x", "mp4")],
)
def test_what_cannot_be_read_is_said_to_be_unreadable(tmp_path, content, extension):
    path = tmp_path / f"a.{extension}"
    path.write_bytes(content)

    with pytest.raises(attachments.Unreadable):
        attachments.texts_of(path, extension)


def test_endless_text_is_cut_and_said_to_be_cut(capsys):
    pieces = [("正文", "x" * 5_000_000, False)] * 3

    assert child.write(pieces) == child.CUT
    assert len(capsys.readouterr().out) < 11_000_000


def test_archive_in_archives_without_end_is_given_up(tmp_path):
    content = papers.package({"a.txt": "x"})
    for _level in range(child.DEEPEST + 2):
        content = papers.package({"a.zip": content})
    path = tmp_path / "a.zip"
    path.write_bytes(content)

    with pytest.raises(attachments.Unreadable):
        attachments.texts_of(path, "zip")


def test_files_of_the_upload_tests_are_read(tmp_path):
    assert read(tmp_path, builders.docx(), "docx") == {}
    assert read(tmp_path, builders.pdf(), "pdf") == {}
    assert next(others.read_text("\ufeff甲".encode())).text == "甲"
