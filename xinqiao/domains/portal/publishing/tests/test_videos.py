"""Videos: what they must have, their page, their parts (S22)."""

import pytest
from django.test import override_settings

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Attachment
from xinqiao.domains.portal.publishing.articles import render_article_preview
from xinqiao.domains.portal.publishing.reading import content_path
from xinqiao.domains.portal.publishing.tests import county as counties
from xinqiao.domains.portal.tests.chain import do
from xinqiao.domains.portal.tests.factories import StoredFileFactory, draft
from xinqiao.domains.portal.tests.factories import county as chain_county
from xinqiao.kernel.files.actions import store_content
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.files.rules import UploadRefused
from xinqiao.kernel.files.tests import builders
from xinqiao.kernel.files.tests.factories import NOW, officer

WORDS = {"transcript": "青溪河通水了。\n闸门于九时开启。"}
TV = "https://tv.example/1"
FILE = "视频文件（MP4 附件）或原文地址"


@pytest.mark.parametrize(
    ("kind", "has_file", "has_poster", "details", "body", "url", "missing"),
    [
        pytest.param("news", False, False, {}, "", "", (), id="no video"),
        pytest.param("video", False, True, WORDS, "", " ", (FILE,), id="neither here nor there"),
        pytest.param("video", True, True, WORDS, "", "", (), id="complete"),
        pytest.param("video", True, True, {}, "<p>说明</p>", "", (), id="words in the text"),
        pytest.param(
            "video", True, False, {}, "", "", ("题图（作视频封面）", "文字稿或正文"), id="bare file"
        ),
        pytest.param("video", False, False, WORDS, "", TV, ("时长",), id="no length"),
        pytest.param(
            "video",
            False,
            False,
            WORDS | {"duration": "3分"},
            "",
            TV,
            (),
            id="elsewhere",
        ),
    ],
)
def test_what_a_video_must_have(kind, has_file, has_poster, details, body, url, missing):
    found = rules.missing_of_video(
        kind, has_file=has_file, has_poster=has_poster, details=details, body=body, source_url=url
    )

    assert found == missing


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, ""), (45, "45秒"), (200, "3分20秒"), (3600, "1小时"), (3661, "1小时1分1秒")],
)
def test_lengths_are_said_as_people_do(seconds, words):
    assert rules.duration_words(seconds) == words


@pytest.fixture
def county(db):
    return counties.build()


@pytest.fixture
def film(county):
    content = builders.mp4()
    stored = counties.store(
        county, content, name="通水.mp4", extension="mp4", content_type="video/mp4"
    )
    StoredFile.objects.filter(pk=stored.pk).update(seconds=200, width=320, height=240)
    captions = counties.store(
        county, b"WEBVTT", name="a.vtt", extension="vtt", content_type="text/vtt"
    )
    article = county.news
    article.kind, article.details = "video", WORDS
    article.cover = StoredFile.objects.get(name="青溪河.jpg")
    article.save()
    Attachment.objects.create(article=article, file=stored, title="通水.mp4")
    Attachment.objects.create(article=article, file=captions, title="中文字幕", position=1)
    return article, stored


def test_the_page_has_a_player_that_loads_nothing_by_itself(film, client):
    article, stored = film

    page = client.get(f"/{content_path(article.pk, article.first_published_at)}").content.decode()

    assert '<video controls preload="none" playsinline poster="/files/' in page
    assert f'<source src="/files/{stored.public_name}" type="video/mp4">' in page
    assert '<track kind="captions"' in page
    assert "3分20秒" in page
    assert f'<a href="/files/{stored.public_name}" download>' in page
    assert page.count("闸门于九时开启") == 1
    assert "通水.mp4" not in page  # not again among the attachments


def test_a_preview_plays_behind_the_guarded_door(film):
    article, stored = film

    assert f'src="/manage/files/{stored.path}"' in render_article_preview(article)


def test_another_kind_keeps_its_video_among_the_attachments(film, client):
    article, _stored = film
    article.kind = "news"
    article.save()

    page = client.get(f"/{content_path(article.pk, article.first_published_at)}").content.decode()

    assert "<video" not in page
    assert "通水.mp4" in page


def test_a_player_may_ask_for_parts(film, client):
    _article, stored = film
    address = f"/files/{stored.public_name}"

    part = client.get(address, headers={"range": "bytes=4-7"})
    assert part.status_code == 206
    assert b"".join(part.streaming_content) == b"ftyp"
    assert part["Content-Range"] == f"bytes 4-7/{stored.size}"
    assert part["ETag"]
    assert client.get(address, headers={"range": "bytes=99999-"}).status_code == 416
    whole = client.get(address)
    assert whole["Content-Length"] == str(stored.size)
    whole.close()


@pytest.mark.django_db
def test_a_video_without_its_words_and_poster_is_not_submitted():
    place = chain_county()
    stored = StoredFileFactory(
        organisation=place.unit, name="a.mp4", extension="mp4", content_type="video/mp4"
    )
    article = draft(place, kind="video", body="", attachments=[(stored.pk, "")])

    with pytest.raises(rules.ChainRefused, match="题图（作视频封面）、文字稿或正文"):
        do(place, "submit", article, "contributor")


@pytest.mark.django_db
def test_a_video_may_be_larger_than_other_files(client):

    user = officer()
    sent = {"uploader": user, "organisation": user.organisation, "now": NOW}
    with override_settings(XINQIAO_UPLOAD_BYTES=10, XINQIAO_VIDEO_BYTES=10_000):
        stored = store_content(name="a.mp4", content=builders.mp4(), **sent)
        assert (stored.seconds, stored.is_video) == (200, True)
        with pytest.raises(UploadRefused, match="超过"):
            store_content(name="a.txt", content=b"x" * 11, **sent)
    with override_settings(XINQIAO_VIDEO_BYTES=10), pytest.raises(UploadRefused, match="超过"):
        store_content(name="a.mp4", content=builders.mp4(), **sent)
