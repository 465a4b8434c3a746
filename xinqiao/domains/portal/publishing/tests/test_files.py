"""A file is public exactly as long as an online article of the site carries it."""

import pytest

from xinqiao.domains.portal.models import Article, Attachment, Placement
from xinqiao.domains.portal.publishing.tests import county as counties
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.press import pages


@pytest.fixture
def form(county):
    return StoredFile.objects.get(name="申请表.pdf")


def test_an_attachment_of_an_online_article_is_served(county, form, client):
    response = client.get(f"/files/{form.public_name}")

    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert not response.cookies
    response.close()


def test_a_cover_and_a_picture_in_a_text_are_served(county):
    cover = StoredFile.objects.get(name="青溪河.jpg")

    assert pages.render(f"/files/{cover.public_name}").status == 200
    Article.objects.filter(pk=county.news.pk).update(cover=None)
    assert pages.render(f"/files/{cover.public_name}").status == 200


def test_a_file_of_a_withdrawn_article_is_gone(county, form):
    Article.objects.filter(pk=county.document.pk).update(public_state="withdrawn", live=False)
    Placement.objects.filter(article=county.document).update(state="withdrawn")

    assert pages.render(f"/files/{form.public_name}").status == 410


def test_a_file_that_no_online_article_carries_is_not_there(county):
    stored = counties.store(
        county, b"secret", name="x.txt", extension="txt", content_type="text/plain"
    )

    assert pages.render(f"/files/{stored.public_name}").status == 404


def test_a_file_is_served_only_on_the_sites_that_carry_it(county, form):
    assert pages.render(f"/sites/water/files/{form.public_name}").status == 404
    assert pages.render(f"/files/{form.public_name}").status == 200


def test_what_a_browser_could_run_is_downloaded(county):
    stored = counties.store(
        county, b"<script>", name="表 格.html", extension="html", content_type="text/html"
    )
    Attachment.objects.create(article=county.document, file=stored)

    page = pages.render(f"/files/{stored.public_name}")

    assert page.headers["Content-Disposition"].startswith("attachment;")
    assert "\n" not in page.headers["Content-Disposition"]


@pytest.mark.parametrize("name", ["2026/11/../../x.pdf", "2026/11/%2e%2e/x.pdf", "etc/passwd"])
def test_a_path_cannot_leave_the_files(county, name):
    assert pages.render(f"/files/{name}").status == 404
