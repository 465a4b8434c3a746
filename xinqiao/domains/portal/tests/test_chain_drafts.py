"""The way of an article, act by act: what happens, what is recorded, what is refused."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from xinqiao.domains.portal import actions, rules
from xinqiao.domains.portal.actions.autosave import autosave_draft
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.rules import Stage
from xinqiao.domains.portal.tests.chain import LATER, again, do, events
from xinqiao.domains.portal.tests.factories import (
    NOW,
    StoredFileFactory,
    bring_to,
    draft,
    online,
    pass_stage,
    working_hash,
)
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.tests.factories import ColumnFactory, OrganisationFactory, person

pytestmark = pytest.mark.django_db


# --- drafts


def test_draft_begins_with_its_place_its_version_and_its_record(place):
    article = draft(place)

    assert article.stage == Stage.DRAFT
    assert article.site == place.subsite
    assert article.organisation == place.unit
    assert article.writers == [place.people["contributor"].pk]
    assert article.latest_revision is not None
    assert Placement.objects.get().mode == rules.PlacementMode.OWN
    assert events(article) == ["portal.article_created"]


def test_only_a_contributor_of_a_unit_that_holds_the_column_begins_an_article(place):
    stranger = person("contributor", organisation=OrganisationFactory())

    with pytest.raises(PermissionDenied):
        actions.create_draft(actor=stranger, column_id=place.column.pk, title="题", now=NOW)
    with pytest.raises(PermissionDenied):
        actions.create_draft(
            actor=place.people["editor"], column_id=place.column.pk, title="题", now=NOW
        )


def test_unit_of_the_column_is_the_unit_of_the_article(place):
    built = ColumnFactory(site=place.portal, organisation=place.unit)

    article = draft(place, column_id=built.pk)

    assert article.organisation == place.unit
    assert article.site == place.portal


@pytest.mark.parametrize("name", ["issued_date", "original_published_at", "stage", "online_hash"])
def test_nobody_writes_what_only_an_import_or_the_server_may_write(place, name):
    with pytest.raises(rules.ChainRefused):
        draft(place, **{name: None})


def test_draft_without_title_is_refused(place):
    with pytest.raises(ValidationError):
        draft(place, title="")


def test_body_is_cleaned_when_it_is_kept(place):
    article = draft(place, body="<p onclick='x()'>字<script>alert(1)</script></p>")

    assert "script" not in article.body
    assert "onclick" not in article.body


def test_saving_writes_row_and_version_while_nothing_is_online(place):
    file = StoredFileFactory(organisation=place.unit)
    article = draft(place)

    do(place, "save_draft", article, "contributor", title="新题", attachments=[(file.pk, "附件一")])

    article = again(article)
    assert article.title == article.working_copy().title == "新题"
    assert [row.title for row in article.attachments.all()] == ["附件一"]
    assert article.revisions.count() == 2


def test_column_of_another_site_is_refused(place):
    article = draft(place)

    with pytest.raises(rules.ChainRefused):
        do(place, "save_draft", article, "contributor", column_id=place.news.pk)


@pytest.mark.parametrize("act", ["save_draft", "submit", "take_back", "delete_draft"])
def test_stranger_does_nothing_with_a_draft(place, act):
    article = draft(place)
    stranger = person("contributor", organisation=OrganisationFactory())

    with pytest.raises(PermissionDenied):
        getattr(actions, act)(actor=stranger, article_id=article.pk, now=NOW)


def test_draft_is_deleted_and_remembered(place):
    article = draft(place)

    do(place, "delete_draft", article, "contributor")

    assert not Article.objects.exists()
    assert events(article)[-1] == "portal.article_deleted"


def test_what_was_public_is_never_deleted(place):
    article = online(place)
    do(place, "start_correction", article, "contributor")

    with pytest.raises(rules.ChainRefused):
        do(place, "delete_draft", article, "contributor")


# --- submitting


def test_submitting_hands_the_text_to_the_reviewers_and_tells_them(
    place, django_capture_on_commit_callbacks
):
    article = draft(place)

    with django_capture_on_commit_callbacks(execute=True):
        do(place, "submit", article, "contributor")

    article = again(article)
    assert article.stage == Stage.UNIT_REVIEW
    assert article.stage_since == LATER
    assert article.submitted_by == place.people["contributor"]
    assert Notification.objects.get().user == place.people["unit_reviewer"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ({"body": ""}, "正文或附件"),
        ({"kind": "document", "content_class": "document"}, "发文机关"),
        ({"kind": "document", "issuing_body": "县政府"}, "公文或敏感"),
        ({"body": '<p><img src="/files/2026/11/missing00.png" alt=""></p>'}, "不存在"),
    ],
    ids=["empty", "no issuer", "wrong class", "missing picture"],
)
def test_text_that_is_not_fit_is_not_submitted(place, content, says):
    article = draft(place, **content)

    with pytest.raises(rules.ChainRefused, match=says):
        do(place, "submit", article, "contributor")


def test_text_that_the_table_refuses_is_not_submitted(place):
    article = draft(place)
    Article.objects.filter(pk=article.pk).update(kind="nonsense", has_unpublished_changes=False)

    with pytest.raises(rules.ChainRefused):
        do(place, "submit", article, "contributor")


def test_row_without_version_gets_one_when_it_is_submitted(place):
    article = draft(place)
    Article.objects.filter(pk=article.pk).update(
        latest_revision=None, has_unpublished_changes=False
    )

    do(place, "submit", article, "contributor")

    assert again(article).latest_revision is not None


def test_submitted_text_is_frozen_for_its_unit(place):
    article = bring_to(place, Stage.UNIT_REVIEW)

    with pytest.raises(rules.ChainRefused):
        do(place, "save_draft", article, "contributor", title="新")
    with pytest.raises(PermissionDenied):
        again(article).save_revision(user=place.fresh("contributor"), clean=False)


def test_version_that_was_submitted_is_never_overwritten(place):
    article = bring_to(place, Stage.UNIT_REVIEW)
    do(place, "take_back", article, "contributor")
    article = again(article)
    submitted = article.latest_revision

    article.title = "改后"
    kept = article.save_revision(
        user=place.fresh("contributor"), clean=False, overwrite_revision=submitted
    )

    assert kept.pk != submitted.pk
    submitted.refresh_from_db()
    assert submitted.content["title"] == "青溪县启动冬季供暖"


def test_version_of_a_draft_is_overwritten_by_autosave(place):
    article = again(draft(place))
    first = article.latest_revision

    kept = article.save_revision(
        user=place.fresh("contributor"), clean=False, overwrite_revision=first
    )

    assert kept.pk == first.pk


def test_stranger_keeps_no_version(place):
    article = draft(place)
    stranger = person("contributor", organisation=OrganisationFactory())

    with pytest.raises(PermissionDenied):
        again(article).save_revision(user=stranger, clean=False)


def test_version_does_not_leave_its_site(place):
    article = again(draft(place))
    article.column = place.news

    with pytest.raises(PermissionDenied):
        article.save_revision(user=place.fresh("contributor"), clean=False)


def test_taking_back_voids_what_was_passed(place):
    article = bring_to(place, Stage.SECRECY_REVIEW)

    do(place, "take_back", article, "contributor")

    assert again(article).stage == Stage.DRAFT
    assert not Approval.objects.standing().exists()


def test_desk_keeps_what_it_has(place):
    article = bring_to(place, Stage.EDITING)

    with pytest.raises(rules.ChainRefused):
        do(place, "take_back", article, "contributor")


# --- passing


@pytest.mark.parametrize(
    ("content_class", "stages"),
    [
        ("news", ["unit_review", "secrecy_review", "editing"]),
        ("document", ["unit_review", "unit_head", "secrecy_review", "editing"]),
        ("sensitive", ["unit_review", "unit_head", "secrecy_review", "leader", "editing"]),
    ],
)
def test_each_class_takes_its_steps(place, content_class, stages):
    article = bring_to(place, Stage.APPROVED, content_class=content_class)

    rows = Approval.objects.order_by("pk")
    assert [row.step for row in rows] == stages
    assert {row.content_hash for row in rows} == {working_hash(article)}
    assert len({row.actor_id for row in rows}) == len(stages)


def test_person_without_the_duty_does_not_pass(place):
    article = bring_to(place, Stage.UNIT_REVIEW)
    elsewhere = person("unit_reviewer", organisation=OrganisationFactory())

    for actor in (place.fresh("secrecy_reviewer"), place.fresh("editor"), elsewhere):
        with pytest.raises(PermissionDenied):
            actions.pass_step(
                actor=actor,
                article_id=article.pk,
                content_hash=working_hash(article),
                now=NOW,
            )


def test_author_does_not_review_his_own_text(place):
    both = person("contributor", "unit_reviewer", organisation=place.unit)
    place.people["contributor"] = place.people["unit_reviewer"] = both
    article = bring_to(place, Stage.UNIT_REVIEW)

    with pytest.raises(rules.PeopleMustDiffer):
        pass_stage(place, article)


def test_reviewer_is_not_the_secrecy_reviewer_as_well(place):
    both = person("unit_reviewer", "secrecy_reviewer", organisation=place.unit)
    place.people["unit_reviewer"] = place.people["secrecy_reviewer"] = both
    article = bring_to(place, Stage.SECRECY_REVIEW)

    with pytest.raises(rules.PeopleMustDiffer):
        pass_stage(place, article)


def test_person_passes_only_what_he_saw(place):
    article = bring_to(place, Stage.UNIT_REVIEW)

    with pytest.raises(rules.ContentChanged):
        do(place, "pass_step", article, "unit_reviewer", content_hash="0" * 64)


def test_nothing_is_passed_before_it_is_submitted(place):
    article = draft(place)

    with pytest.raises(PermissionDenied):
        do(place, "pass_step", article, "unit_reviewer", content_hash=working_hash(article))


def test_publisher_has_nothing_to_pass_in_what_is_approved(place):
    article = bring_to(place, Stage.APPROVED)

    with pytest.raises(rules.ChainRefused):
        do(place, "pass_step", article, "publisher", content_hash=working_hash(article))


@pytest.mark.parametrize("opinion", ["", "public"])
def test_secrecy_review_needs_opinion_and_basis(place, opinion):
    article = bring_to(place, Stage.SECRECY_REVIEW)

    with pytest.raises(rules.ChainRefused):
        do(
            place,
            "pass_step",
            article,
            "secrecy_reviewer",
            content_hash=working_hash(article),
            opinion=opinion,
        )


def test_autosave_of_a_correction_leaves_what_is_online_alone(place):
    article = online(place, title="原题")
    writer = place.people["contributor"]
    actions.start_correction(actor=writer, article_id=article.pk, now=LATER)

    autosave_draft(actor=writer, article_id=article.pk, now=LATER, title="新题")

    row = again(article)
    assert (row.title, row.working_copy().title) == ("原题", "新题")
    assert row.public_state == rules.PublicState.ONLINE
