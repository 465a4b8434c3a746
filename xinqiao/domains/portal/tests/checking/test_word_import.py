"""A Word document becomes a draft: text, tables, pictures; what stays behind is said."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.actions.word_import import create_from_word
from xinqiao.domains.portal.adapters import word_drafts
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.tests.checking import papers
from xinqiao.domains.portal.tests.factories import NOW
from xinqiao.domains.portal.tests.screens import as_
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.files.rules import UploadRefused
from xinqiao.kernel.files.tests import builders

pytestmark = pytest.mark.django_db

_DRAWING = (
    '<w:r><w:drawing><wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
    'wordprocessingDrawing"><wp:docPr id="1" name="p" descr="现场照片"/><a:graphic xmlns:a="http://'
    'schemas.openxmlformats.org/drawingml/2006/main"><a:graphicData uri="p"><pic:pic xmlns:pic='
    '"http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:blipFill><a:blip xmlns:r='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="rId9"/>'
    "</pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/'
    'package/2006/relationships"><Relationship Id="rId9" Type="http://schemas.openxmlformats.org/'
    'officeDocument/2006/relationships/image" Target="media/image1.png"/></Relationships>'
)
TITLE = papers.paragraph(papers.run("关于做好防汛工作的通知"))
TEXT = papers.paragraph(papers.run("各乡镇要落实责任。"))
TABLE = papers.table(["物资", "数量"], ["沙袋", "2000"])


def document(*body, picture=b"", **extra):
    """A docx; ``picture`` is put behind its text."""
    if not picture:
        return papers.docx(*body, **extra)
    return papers.docx(
        *body,
        papers.paragraph(_DRAWING),
        parts={
            "word/media/image1.png": picture,
            "word/_rels/document.xml.rels": _RELATIONS,
        },
        **extra,
    )


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def create(place, content, duty="contributor", name="通知.docx"):
    return create_from_word(
        actor=place.fresh(duty), column_id=place.column.pk, name=name, content=content, now=NOW
    )


def test_title_text_and_table_become_a_draft(place):
    article, missed = create(place, document(TITLE, TEXT, TABLE))

    assert article.title == "关于做好防汛工作的通知"
    assert article.body.startswith("<p>各乡镇要落实责任。</p><table>")
    assert "沙袋" in article.body
    assert article.stage == rules.Stage.DRAFT
    assert missed == []


def test_document_that_begins_with_a_sentence_is_named_after_its_file(place):
    article, _missed = create(place, document(TEXT))

    assert article.title == "通知"
    assert "各乡镇" in article.body


def test_empty_document_is_named_after_its_file(place):
    article, _missed = create(place, document())

    assert (article.title, article.body) == ("通知", "")


def test_picture_is_checked_made_small_and_stored(place):
    picture = builders.image("PNG", size=(4000, 1000))

    article, missed = create(place, document(TITLE, TEXT, picture=picture))

    stored = StoredFile.objects.get()
    assert f'src="/manage/files/{stored.path}"' in article.body
    assert 'alt="现场照片"' in article.body
    assert (stored.width, stored.height) == (word_drafts.WIDEST_PIXELS, 400)
    assert stored.organisation == place.unit
    assert missed == []


def test_small_picture_is_kept_as_it_is(place):
    create(place, document(TITLE, picture=builders.image("PNG", size=(40, 30))))

    assert StoredFile.objects.get().width == 40


def test_refused_picture_does_not_lose_the_text(place):
    article, missed = create(place, document(TITLE, TEXT, picture=b"\x89PNG broken"))

    assert "<img" not in article.body
    assert "各乡镇" in article.body
    assert missed[0].startswith("第1张图片：")


def test_what_stays_behind_is_said(place):
    body = (TITLE, TEXT, papers.paragraph(papers.deleted("旧话")))

    article, missed = create(place, document(*body, header="页眉", comment="批注"))

    assert "旧话" not in article.body
    assert {line.partition("：")[0] for line in missed} == {"页眉页脚", "批注", "修订"}


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("通知.pdf", builders.pdf(), rules.ChainRefused),
        ("通知.docx", b"PK nothing", UploadRefused),
        ("通知.exe", b"MZ", UploadRefused),
    ],
)
def test_other_files_are_refused(place, name, content, error):
    with pytest.raises(error):
        create(place, content, name=name)


def test_document_without_text_part_is_refused():
    with pytest.raises(word_drafts.CannotConvert):
        word_drafts.read(papers.package({"a": "x"}))


def test_who_does_not_write_here_begins_nothing(place):
    with pytest.raises(PermissionDenied):
        create(place, document(TITLE), duty="editor")
    assert not StoredFile.objects.exists()


def upload(place, content, name="通知.docx"):
    sent = {"column": place.column.pk, "file": SimpleUploadedFile(name, content)}
    return as_(place, "contributor").post("/manage/articles/word/", sent, follow=True)


def test_screen_leads_into_the_editor_and_says_what_was_left_behind(place):
    page = upload(place, document(TITLE, TEXT, header="页眉"))

    assert (
        page.redirect_chain[-1][0] == f"/manage/articles/editing/edit/{Article.objects.get().pk}/"
    )
    assert "页眉页脚：没有带入" in page.content.decode()


def test_screen_says_why_a_file_is_refused(place):
    assert "docx" in upload(place, builders.pdf(), "通知.pdf").content.decode()
    assert not Article.objects.exists()


def test_screen_offers_only_own_columns(place):
    page = as_(place, "contributor").get("/manage/articles/word/").content.decode()

    assert place.column.name in page
    assert f'value="{place.news.pk}"' not in page
