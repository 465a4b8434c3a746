"""The way of an article, act by act: what happens, what is recorded, what is refused."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.rules import Stage
from xinqiao.domains.portal.tests.chain import LATER, again, do, events
from xinqiao.domains.portal.tests.factories import (
    NOW,
    StoredFileFactory,
    bring_to,
    county,
    draft,
    online,
    pass_stage,
    working_hash,
)
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.jobs.models import OutboxEvent
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.tests.factories import person

pytestmark = pytest.mark.django_db


# --- drafts


@pytest.mark.parametrize("opinion", ["not_public", "refer"])
def test_secrecy_reviewer_who_does_not_say_public_sends_the_text_back(place, opinion):
    article = bring_to(place, Stage.SECRECY_REVIEW)

    do(
        place,
        "pass_step",
        article,
        "secrecy_reviewer",
        content_hash=working_hash(article),
        opinion=opinion,
        basis="含未公开的工作安排",
    )

    article = again(article)
    assert article.stage == Stage.RETURNED
    assert "含未公开的工作安排" in article.returned_reason


# --- sending back


def test_author_is_told_why_his_text_comes_back(place, django_capture_on_commit_callbacks):
    article = bring_to(place, Stage.EDITING)

    with django_capture_on_commit_callbacks(execute=True):
        do(place, "send_back", article, "editor", to_stage="draft", reason="标题过长")

    article = again(article)
    assert (article.stage, article.returned_reason) == (Stage.RETURNED, "标题过长")
    told = Notification.objects.get(kind="portal.returned")
    assert told.user == place.people["contributor"]
    assert "标题过长" in told.text
    assert not Approval.objects.standing().exists()


def test_returned_text_is_rewritten_and_goes_through_again(place):
    article = bring_to(place, Stage.EDITING)
    do(place, "send_back", article, "editor", to_stage="returned", reason="改")
    do(place, "save_draft", article, "contributor", title="改过的标题")

    article = bring_to(place, Stage.APPROVED, article)

    assert article.returned_reason == ""
    assert Approval.objects.standing().count() == 3


def test_return_to_a_step_voids_from_there_on(place):
    article = bring_to(place, Stage.EDITING)

    do(place, "send_back", article, "editor", to_stage="secrecy_review", reason="请再看第二段")

    assert again(article).stage == Stage.SECRECY_REVIEW
    assert [row.step for row in Approval.objects.standing()] == ["unit_review"]
    assert pass_stage(place, article).stage == Stage.EDITING


@pytest.mark.parametrize(
    ("to_stage", "reason"), [("returned", " "), ("leader", "因"), ("approved", "因")]
)
def test_return_needs_a_reason_and_a_step_that_was_taken(place, to_stage, reason):
    article = bring_to(place, Stage.EDITING)

    with pytest.raises(rules.ChainRefused):
        do(place, "send_back", article, "editor", to_stage=to_stage, reason=reason)


def test_only_the_one_who_has_it_sends_it_back(place):
    article = bring_to(place, Stage.UNIT_REVIEW)

    with pytest.raises(PermissionDenied):
        do(place, "send_back", article, "editor", to_stage="returned", reason="因")


def test_draft_cannot_be_sent_back(place):
    article = draft(place)

    with pytest.raises(PermissionDenied):
        do(place, "send_back", article, "unit_reviewer", to_stage="returned", reason="因")


def test_editor_or_publisher_sends_back_what_is_approved(place):
    article = bring_to(place, Stage.APPROVED)

    do(place, "send_back", article, "editor", to_stage="editing", reason="再排版")

    assert again(article).stage == Stage.EDITING


# --- editing at the desk


def test_edit_at_the_desk_is_confirmed_by_the_earlier_reviewers(place):
    article = bring_to(place, Stage.EDITING)

    do(place, "edit_at_desk", article, "editor", title="编辑改过的标题")

    article = again(article)
    assert article.stage == Stage.UNIT_REVIEW
    assert article.confirming
    assert not Approval.objects.standing().exists()
    for _step in range(2):
        article = pass_stage(place, article)
    assert article.stage == Stage.EDITING
    assert not article.confirming
    decisions = {row.decision for row in Approval.objects.standing()}
    assert decisions == {"confirmed"}
    assert pass_stage(place, article).stage == Stage.APPROVED


def test_edit_that_changes_nothing_voids_nothing(place):
    article = bring_to(place, Stage.EDITING)

    do(place, "edit_at_desk", article, "editor", title=article.title)

    assert again(article).stage == Stage.EDITING
    assert Approval.objects.standing().count() == 2
    with pytest.raises(rules.ChainRefused):
        do(place, "request_confirmation", article, "editor")


def test_editor_who_wrote_does_not_confirm_his_own_edit(place):
    both = person("editor", organisation=place.office)
    article = bring_to(place, Stage.EDITING)
    actions.edit_at_desk(actor=both, article_id=article.pk, title="新标题", now=NOW)
    reviewer = person("unit_reviewer", organisation=place.unit)
    Article.objects.filter(pk=article.pk).update(desk_writers=[reviewer.pk])

    with pytest.raises(rules.PeopleMustDiffer):
        actions.pass_step(
            actor=reviewer, article_id=article.pk, content_hash=working_hash(article), now=NOW
        )


def test_version_kept_at_the_desk_does_not_pass_without_confirmation(place):
    article = again(bring_to(place, Stage.EDITING))
    article.title = "悄悄改过"
    article.save_revision(user=place.fresh("editor"), clean=False)

    with pytest.raises(rules.ChainRefused, match="确认"):
        pass_stage(place, article)
    do(place, "request_confirmation", article, "editor")
    assert again(article).stage == Stage.UNIT_REVIEW


def test_unit_does_not_edit_at_the_desk(place):
    article = bring_to(place, Stage.EDITING)

    with pytest.raises(PermissionDenied):
        do(place, "edit_at_desk", article, "contributor", title="改")
    with pytest.raises(PermissionDenied):
        do(place, "request_confirmation", article, "contributor")
    with pytest.raises(PermissionDenied):
        again(article).save_revision(user=place.fresh("contributor"), clean=False)


def test_text_that_is_not_at_the_desk_is_not_edited_there(place):
    article = bring_to(place, Stage.UNIT_REVIEW)

    with pytest.raises(rules.ChainRefused):
        do(place, "edit_at_desk", article, "editor", title="改")


# --- publishing


def test_published_article_is_online_with_the_time_of_the_server(place):
    article = bring_to(place, Stage.APPROVED)

    do(place, "publish", article, "publisher")

    article = again(article)
    assert (article.public_state, article.stage, article.live) == ("online", Stage.DONE, True)
    assert article.published_at == article.first_published_at == LATER
    assert queries.online_is_approved(article)
    placement = Placement.objects.get()
    assert (placement.state, placement.published_at) == ("online", LATER)
    column = Column.objects.get(pk=place.column.pk)
    assert (column.online_count, column.last_published_at) == (1, LATER)
    event = OutboxEvent.objects.latest("pk")
    assert {f"article:{article.pk}", f"list:column:{column.pk}"} <= set(event.keys)
    assert events(article)[-1] == "portal.article_published"
    assert article.address.endswith(f"/content/2026/11/{article.pk}.html")


def test_only_the_publisher_of_the_desk_publishes(place):
    article = bring_to(place, Stage.APPROVED)
    of_unit = person("publisher", organisation=place.unit)

    for actor in (of_unit, place.fresh("editor"), place.fresh("contributor")):
        with pytest.raises(PermissionDenied):
            actions.publish(actor=actor, article_id=article.pk, now=NOW)


def test_unit_with_a_desk_of_its_own_publishes_itself():
    place = county(own_desk=True)

    assert online(place).public_state == "online"


def test_secrecy_reviewer_does_not_publish(place):
    both = person("secrecy_reviewer", organisation=place.unit)
    place.people["secrecy_reviewer"] = both
    article = bring_to(place, Stage.APPROVED)
    from xinqiao.kernel.accounts.models import DutyAssignment

    DutyAssignment.objects.create(
        user=both,
        duty="publisher",
        organisation=place.office,
        starts_date=dt.date(2020, 1, 1),
        granted_at=NOW,
    )
    place.people["publisher"] = both

    with pytest.raises(rules.PeopleMustDiffer):
        do(place, "publish", article, "publisher")


def test_editor_may_also_publish(place):
    both = person("editor", "publisher", organisation=place.office)
    place.people["editor"] = place.people["publisher"] = both

    assert online(place).public_state == "online"


def test_text_changed_behind_the_approvals_does_not_go_online(place):
    article = bring_to(place, Stage.APPROVED)
    revision = again(article).latest_revision
    revision.content["title"] = "偷换的标题"
    revision.save()

    with pytest.raises(rules.ChainRefused, match="尚未完成审批"):
        do(place, "publish", article, "publisher")


def test_picture_exchanged_behind_the_approvals_does_not_go_online(place):
    file = StoredFileFactory(organisation=place.unit)
    article = draft(place)
    do(place, "save_draft", article, "contributor", attachments=[(file.pk, "")], cover_id=file.pk)
    article = bring_to(place, Stage.APPROVED, article)
    file.sha256 = "f" * 64
    file.save()

    with pytest.raises(rules.ChainRefused):
        do(place, "publish", article, "publisher")


@pytest.mark.parametrize("stage", ["unit_review", "secrecy_review", "editing"])
def test_nothing_half_approved_goes_online(place, stage):
    article = bring_to(place, stage)

    with pytest.raises(rules.ChainRefused):
        do(place, "publish", article, "publisher")


def test_wagtail_publishes_nothing_by_any_path(place):
    article = again(bring_to(place, Stage.APPROVED))
    revision = article.latest_revision

    with pytest.raises(PermissionDenied):
        revision.publish(user=place.fresh("publisher"), skip_permission_checks=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublishRevisionAction(revision).execute(skip_permission_checks=True)
    assert not again(article).live


def test_wagtail_unpublishes_nothing_by_any_path(place):
    article = again(online(place))

    with pytest.raises(PermissionDenied):
        article.unpublish()
    with pytest.raises(IntegrityError), transaction.atomic():
        UnpublishAction(article).execute(skip_permission_checks=True)
    assert again(article).live


# --- scheduling
