"""A document and what explains it lead to one another; fields of a kind are shown."""

import pytest

from xinqiao.domains.portal.models import Article, Interpretation
from xinqiao.domains.portal.publishing import render_article_preview
from xinqiao.domains.portal.publishing.tests import county as counties
from xinqiao.domains.portal.publishing.tests.test_pages import url_of
from xinqiao.kernel.press import pages


@pytest.fixture
def reading(county):
    """An interpretation of the county's document, online in the same column."""
    article = counties.add_article(
        county,
        county.document.column,
        "一图读懂规定",
        kind="interpretation",
        reading_form="chart",
        author_kind="expert",
    )
    Interpretation.objects.create(article=article, document=county.document)
    return article


def text_of(url):
    return pages.render(url).body.decode()


def test_document_and_interpretation_lead_to_one_another(county, reading):
    document = text_of(url_of(county.document))
    explained = text_of(url_of(reading))

    assert "本文件的解读" in document
    assert url_of(reading) in document
    assert url_of(county.document) in explained
    assert "图解" in explained
    assert "专家学者" in explained


def test_pages_depend_on_one_another(county, reading):
    page = pages.render(url_of(county.document))

    assert f"article:{reading.pk}" in page.keys


def test_document_that_readers_do_not_get_is_not_named(county, reading):
    Article.objects.filter(pk=county.document.pk).update(
        public_state="withdrawn", live=False, online_hash=""
    )

    assert county.document.title not in text_of(url_of(reading)).split("</article>")[0]
    assert county.document.title in render_article_preview(Article.objects.get(pk=reading.pk))


def test_interpretation_on_its_way_is_not_named_on_the_document(county, reading):
    Article.objects.filter(pk=reading.pk).update(
        public_state="unpublished", live=False, online_hash=""
    )

    assert "一图读懂" not in text_of(url_of(county.document)).split("</article>")[0]


def test_fields_of_a_kind_are_shown(county):
    details = {"position": "副县长", "work": "负责教育\n负责卫生"}
    leader = counties.add_article(
        county, county.news.column, "李明", kind="leader", details=details
    )

    page = text_of(url_of(leader))

    assert "副县长" in page
    assert "负责卫生" in page


def test_reprint_names_its_source(county):
    article = counties.add_article(
        county,
        county.news.column,
        "转载",
        kind="reprint",
        source_url="https://example.org/a?b=1&c=2",
    )

    assert 'href="https://example.org/a?b=1&amp;c=2"' in text_of(url_of(article))
