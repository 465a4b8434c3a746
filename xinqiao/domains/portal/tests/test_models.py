"""The row and its versions; what Wagtail's mixins may and may not do."""

import pytest
from django.db import IntegrityError, transaction

from xinqiao.domains.portal.models import Article, Attachment, ImportItem, Placement
from xinqiao.domains.portal.models.articles import ROW_FACTS
from xinqiao.domains.portal.tests.factories import (
    NOW,
    ImportBatchFactory,
    StoredFileFactory,
    draft,
    online,
)
from xinqiao.kernel.sites.tests.factories import ColumnFactory

pytestmark = pytest.mark.django_db


def test_version_holds_content_and_no_fact_of_the_row(place):
    content = draft(place).latest_revision.content

    assert not set(ROW_FACTS) & set(content)
    assert {"title", "body", "column", "cover", "attachments"} <= set(content)


def test_facts_of_the_row_are_not_taken_back_from_a_version(place):
    article = draft(place)
    old = article.latest_revision
    Article.objects.filter(pk=article.pk).update(stage="editing", online_hash="a" * 64)

    back = Article.objects.get().with_content_json(old.content)

    assert (back.stage, back.online_hash, back.created_by) == (
        "editing",
        "a" * 64,
        place.people["contributor"],
    )


def test_loaded_relations_are_carried_into_the_version(place, django_assert_num_queries):
    draft(place)
    row = Article.objects.select_related("column__site", "organisation", "latest_revision").get()

    with django_assert_num_queries(0):
        copy = row.working_copy()
        assert copy.column.site == place.subsite
        assert copy.organisation == place.unit


def test_version_in_another_column_loads_its_own(place):
    other = ColumnFactory(site=place.subsite)
    row = Article.objects.select_related("column").get(pk=draft(place).pk)

    assert row.with_content_json({"pk": row.pk, "column": other.pk}).column == other


def test_row_that_nothing_differs_from_is_its_own_working_copy(place):
    article = online(place)

    assert article.working_copy() is article


def test_version_with_a_missing_file_loads_and_shows_the_gap(place):
    file = StoredFileFactory(organisation=place.unit)
    article = draft(place, cover_id=file.pk)
    content = article.latest_revision.content
    content["cover"] = 10_000

    assert article.with_content_json(content).cover_id == 10_000


@pytest.mark.parametrize(
    "facts",
    [
        {"live": True},
        {"public_state": "online"},
        {"live": True, "public_state": "online"},
        {"live": True, "public_state": "withdrawn", "online_hash": "a" * 64},
    ],
)
def test_table_refuses_what_is_online_without_approved_content(place, facts):
    draft(place)

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(**facts)


def test_source_id_stands_once_in_a_column(place):
    draft(place)
    draft(place)

    with pytest.raises(IntegrityError), transaction.atomic():
        Article.objects.update(source_key="a")


def test_labels_say_where_a_text_stands(place):
    article = draft(place)
    assert article.state_label == "草稿"
    article.stage = "done"
    article.public_state = "withdrawn"
    assert article.state_label == "已撤回"


def test_names_say_what_things_are(place):
    article = draft(place)
    file = StoredFileFactory(name="方案.pdf")
    batch = ImportBatchFactory(
        site=place.subsite,
        column=place.column,
        organisation=place.unit,
        created_by=place.people["contributor"],
        created_at=NOW,
    )

    assert str(article) == article.title
    assert str(Attachment(file=file)) == "方案.pdf"
    assert str(Attachment(file=file, title="一")) == "一"
    assert str(ImportItem(batch=batch, line=3)) == "法规 #3"
    assert str(Placement.objects.get()).endswith(place.column.name)


def test_online_filter_keeps_what_readers_find(place):
    draft(place)
    article = online(place)

    assert list(Article.objects.online()) == [article]
