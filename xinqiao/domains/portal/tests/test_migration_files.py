"""What comes along with a page of an old site: kept once, refused, or nothing to read at all."""

import pytest

from xinqiao.domains.portal.models import Article, ImportBatch
from xinqiao.domains.portal.tests.factories import county
from xinqiao.domains.portal.tests.old_sites import map_news, opened, page, read, written
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.files.tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return county()


def test_the_same_file_linked_twice_is_kept_once_and_a_refused_one_is_missing(place, tmp_path):
    paper = builders.pdf()
    links = "".join(f'<a href="/fj/{name}">附件</a>' for name in ("a.pdf", "b.pdf", "bad.pdf"))
    content = {"fj/a.pdf": paper, "fj/b.pdf": paper, "fj/bad.pdf": b"MZ\x90\x00"}
    content["news/t1.html"] = page("检查方案公布", body=f"<p>{links}</p>")
    legacy = opened(place, written(tmp_path / "twice", content))
    map_news(place, legacy)

    read(place, legacy)

    stored = StoredFile.objects.get()
    body = Article.objects.get(title="检查方案公布").body
    assert body.count(f'href="/manage/files/{stored.path}"') == 2
    assert legacy.pages.get(path="/news/t1.html").message.startswith("失效链接1个")


def test_pages_without_a_text_fail_and_make_no_batch(place, tmp_path):
    legacy = opened(place, written(tmp_path / "empty", {"news/t1.html": b"<html></html>"}))
    map_news(place, legacy)

    assert read(place, legacy) == []

    assert legacy.pages.get().outcome == "failed"
    assert not ImportBatch.objects.exists()
