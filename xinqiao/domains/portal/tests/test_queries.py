"""What waits for whom, where an article is on its way, and what a correction changes."""

import datetime as dt

import pytest

from xinqiao.domains.portal import actions, queries
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.rules import Stage
from xinqiao.domains.portal.tests.factories import (
    NOW,
    STAFF,
    ImportBatchFactory,
    StoredFileFactory,
    bring_to,
    draft,
    online,
    working_hash,
)
from xinqiao.kernel.sites.tests.factories import OrganisationFactory, UserFactory, person

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def labels(user):
    return [(row.subject, row.label) for row in queries.todo_for(user)]


# --- to-do


@pytest.mark.parametrize(
    ("stage", "duty"),
    [
        ("unit_review", "unit_reviewer"),
        ("unit_head", "unit_head"),
        ("secrecy_review", "secrecy_reviewer"),
        ("leader", "leader"),
        ("editing", "editor"),
        ("approved", "publisher"),
    ],
)
def test_article_waits_for_the_one_whose_step_it_is(place, stage, duty):
    article = bring_to(place, stage, content_class="sensitive")

    waiting = {one: queries.todo_for(place.fresh(one)) for one in STAFF}

    assert [one for one in STAFF if waiting[one]] == [duty]
    row = waiting[duty][0]
    assert (row.id, row.title, row.site) == (article.pk, article.title, place.subsite.name)
    assert row.since == NOW


def test_nothing_waits_for_a_stranger(place):
    bring_to(place, Stage.EDITING)
    bring_to(place, Stage.UNIT_REVIEW)

    assert not queries.todo_for(person(*STAFF, organisation=OrganisationFactory()))
    assert not queries.todo_for(UserFactory())


def test_own_text_does_not_wait_for_its_author(place):
    both = person("contributor", "unit_reviewer", organisation=place.unit)
    place.people["contributor"] = both
    bring_to(place, Stage.UNIT_REVIEW)

    assert not queries.todo_for(both)
    assert queries.todo_for(place.fresh("unit_reviewer"))


def test_returned_text_waits_for_its_author(place):
    article = bring_to(place, Stage.UNIT_REVIEW)
    actions.send_back(
        actor=place.people["unit_reviewer"],
        article_id=article.pk,
        to_stage="returned",
        reason="改",
        now=NOW,
    )

    assert labels(place.fresh("contributor")) == [("article", "退回修改")]


def test_edit_at_the_desk_waits_as_a_confirmation(place):
    article = bring_to(place, Stage.EDITING)
    actions.edit_at_desk(actor=place.people["editor"], article_id=article.pk, now=NOW, title="改")

    assert labels(place.fresh("unit_reviewer")) == [("article", "确认修改")]


def test_scheduled_article_waits_for_nobody(place):
    article = bring_to(place, Stage.APPROVED)
    actions.publish(
        actor=place.people["publisher"],
        article_id=article.pk,
        now=NOW,
        publish_at=NOW + dt.timedelta(days=1),
    )

    assert not queries.todo_for(place.fresh("publisher"))
    assert Article.objects.get().state_label == "定时发布"


def test_offer_waits_for_the_editor(place):
    article = online(place)
    actions.offer(
        actor=place.people["contributor"], article_id=article.pk, column_id=place.news.pk, now=NOW
    )

    assert labels(place.fresh("editor")) == [("placement", "待采用")]
    assert not queries.todo_for(place.fresh("publisher"))


@pytest.mark.parametrize(
    ("state", "duty"),
    [("ready", "contributor"), ("secrecy_review", "secrecy_reviewer"), ("editing", "editor")],
)
def test_batch_waits_for_the_one_whose_step_it_is(place, state, duty):
    ImportBatchFactory(
        site=place.subsite,
        column=place.column,
        organisation=place.unit,
        created_by=place.people["contributor"],
        state=state,
    )

    assert [one for one in STAFF if queries.todo_for(place.fresh(one))] == [duty]


def test_batch_does_not_wait_for_the_one_who_brought_it(place):
    both = person("contributor", "unit_reviewer", organisation=place.unit)
    ImportBatchFactory(
        site=place.subsite,
        column=place.column,
        organisation=place.unit,
        created_by=both,
        state="unit_review",
    )

    assert not queries.todo_for(both)


def test_oldest_waits_first(place):
    later = bring_to(place, Stage.UNIT_REVIEW, title="后")
    earlier = bring_to(place, Stage.UNIT_REVIEW, title="先")
    Article.objects.filter(pk=later.pk).update(stage_since=NOW + dt.timedelta(hours=1))

    assert [row.id for row in queries.todo_for(place.fresh("unit_reviewer"))] == [
        earlier.pk,
        later.pk,
    ]


@pytest.mark.parametrize("number", [1, 12])
def test_todo_of_everything_is_nine_queries_whatever_waits(
    place, number, django_assert_num_queries
):
    for _n in range(number):
        bring_to(place, Stage.EDITING)
    user = person(*STAFF, organisation=place.office)

    with django_assert_num_queries(9):
        assert len(queries.todo_for(user)) == number


# --- the way of an article


def test_map_shows_who_passed_who_is_next_and_what_lies_ahead(place):
    article = bring_to(place, Stage.SECRECY_REVIEW)

    steps = queries.workflow_map(article, today=TODAY)

    assert [(step.code, step.state) for step in steps] == [
        ("unit_review", "taken"),
        ("secrecy_review", "waiting"),
        ("editing", "ahead"),
        ("publish", "ahead"),
    ]
    assert steps[0].people == (place.people["unit_reviewer"].name,)
    assert steps[1].people == (place.people["secrecy_reviewer"].name,)
    assert steps[1].since == NOW


def test_map_names_the_publisher_and_never_an_author(place):
    author = person("contributor", organisation=place.unit)
    also_publisher = person("publisher", organisation=place.office)
    place.people["contributor"] = author
    article = bring_to(place, Stage.APPROVED)
    Article.objects.filter(pk=article.pk).update(writers=[also_publisher.pk])

    last = queries.workflow_map(Article.objects.get(), today=TODAY)[-1]

    assert last.people == (place.people["publisher"].name,)


def test_differences_name_the_fields_in_chinese(place):
    article = online(place)
    file = StoredFileFactory(organisation=place.unit)
    actions.start_correction(actor=place.people["contributor"], article_id=article.pk, now=NOW)
    actions.save_draft(
        actor=place.people["contributor"],
        article_id=article.pk,
        now=NOW,
        title="更正",
        attachments=[(file.pk, "新附件")],
    )
    article = Article.objects.get()

    found = queries.differences(article, article.working_copy())

    assert [(one.name, one.label) for one in found] == [("title", "标题"), ("attachments", "附件")]
    assert (found[0].before, found[0].after) == ("青溪县启动冬季供暖", "更正")


# --- content


def test_documents_of_many_are_those_of_each(place, django_assert_num_queries):
    file = StoredFileFactory(organisation=place.unit)
    body = f'<p><img src="/files/{file.path}" alt=""></p>'
    articles = [draft(place, body=body, attachments=[(file.pk, "")]) for _n in range(3)]
    draft(place, cover_id=file.pk)

    with django_assert_num_queries(3):
        documents = queries.documents_of(articles)

    assert {
        article.pk: queries.hash_of(Article.objects.get(pk=article.pk)) for article in articles
    } == {pk: queries.content.rules.content_hash(document) for pk, document in documents.items()}


def test_attachment_without_title_goes_by_its_file_name(place):
    file = StoredFileFactory(organisation=place.unit, name="方案.pdf")
    article = draft(place, attachments=[(file.pk, "")])

    assert queries.document_of(article)["attachments"][0]["name"] == "方案.pdf"


def test_row_changed_behind_press_is_not_what_was_approved(place):
    article = online(place)
    assert queries.online_is_approved(Article.objects.get())

    Article.objects.update(title="偷换")

    assert not queries.online_is_approved(Article.objects.get())
    assert working_hash(article) != article.online_hash


def test_people_of_a_duty_are_those_who_hold_it_today(place):
    article = draft(place)
    reviewer = place.people["unit_reviewer"]

    assert queries.unit_people(article, "unit_reviewer", TODAY) == [reviewer]
    reviewer.duties.update(ends_date=dt.date(2026, 11, 23))
    assert queries.unit_people(article, "unit_reviewer", TODAY) == []
