"""The way of an article, act by act: what happens, what is recorded, what is refused."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.unpublish import UnpublishAction

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.rules import Stage
from xinqiao.domains.portal.tests.factories import (
    BASIS,
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
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.jobs.models import OutboxEvent
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.tests.factories import ColumnFactory, OrganisationFactory, give, person

pytestmark = pytest.mark.django_db
LATER = NOW + dt.timedelta(hours=2)


@pytest.fixture
def place():
    return county()


def again(article):
    return Article.objects.get(pk=article.pk)


def events(article):
    rows = AuditEvent.objects.filter(target_type="portal.article", target_id=str(article.pk))
    return list(rows.order_by("pk").values_list("action", flat=True))


def do(place, act, article, duty, **facts):
    return getattr(actions, act)(
        actor=place.fresh(duty), article_id=article.pk, now=facts.pop("now", LATER), **facts
    )


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
        ({"content_class": "express"}, "快速通道"),
        ({"body": '<p><img src="/files/2026/11/missing00.png" alt=""></p>'}, "不存在"),
    ],
    ids=["empty", "no issuer", "wrong class", "express", "missing picture"],
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


def test_scheduled_article_goes_online_when_its_time_has_come(place):
    article = bring_to(place, Stage.APPROVED)
    do(place, "publish", article, "publisher", now=NOW, publish_at=LATER)

    assert actions.publish_due(now=NOW) == 0
    assert actions.publish_due(now=LATER) == 1
    assert actions.publish_due(now=LATER) == 0
    assert again(article).published_at == LATER
    assert again(article).publisher == place.people["publisher"]


def test_schedule_is_changed_and_taken_back(place):
    article = bring_to(place, Stage.APPROVED)
    do(place, "publish", article, "publisher", now=NOW, publish_at=LATER)
    do(place, "publish", article, "publisher", now=NOW, publish_at=LATER + dt.timedelta(1))
    do(place, "unschedule", article, "publisher")

    assert again(article).publish_at is None
    assert not Approval.objects.standing().filter(step="publish").exists()
    assert actions.publish_due(now=LATER + dt.timedelta(2)) == 0


def test_nobody_else_changes_the_schedule(place):
    article = bring_to(place, Stage.APPROVED)

    with pytest.raises(PermissionDenied):
        do(place, "unschedule", article, "editor")


def test_edit_at_the_desk_takes_the_schedule_off(place):
    article = bring_to(place, Stage.APPROVED)
    do(place, "publish", article, "publisher", now=NOW, publish_at=LATER)

    do(place, "edit_at_desk", article, "editor", title="临时改动")

    assert again(article).publish_at is None
    assert actions.publish_due(now=LATER) == 0


def test_scheduled_text_that_was_changed_stays_off_and_its_publisher_is_told(
    place, django_capture_on_commit_callbacks
):
    article = bring_to(place, Stage.APPROVED)
    do(place, "publish", article, "publisher", now=NOW, publish_at=LATER)
    revision = again(article).latest_revision
    revision.content["title"] = "偷换的标题"
    revision.save()

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.publish_due(now=LATER) == 0

    assert again(article).publish_at is None
    assert Notification.objects.get(kind="portal.not_published").user == place.people["publisher"]


def test_schedule_taken_back_meanwhile_is_seen_under_the_lock(place):
    from xinqiao.domains.portal.actions import publication

    article = bring_to(place, Stage.APPROVED)

    assert publication._publish_one_due(article.pk, LATER) is False


# --- correcting


def test_version_online_stays_as_it_is_until_its_correction_has_passed(place):
    article = online(place)
    hash_online = article.online_hash
    do(place, "start_correction", article, "contributor")
    do(place, "save_draft", article, "contributor", title="更正后的标题")

    article = again(article)
    assert (article.title, article.live) == ("青溪县启动冬季供暖", True)
    assert article.working_copy().title == "更正后的标题"
    assert queries.online_is_approved(article)
    assert article.state_label.startswith("已发布 · 更正")

    bring_to(place, Stage.APPROVED, article)
    assert queries.online_is_approved(again(article))
    do(place, "publish", article, "publisher", now=LATER)

    article = again(article)
    assert article.title == "更正后的标题"
    assert (article.published_at, article.last_published_at) == (NOW, LATER)
    assert article.online_hash != hash_online
    assert queries.online_is_approved(article)
    assert Column.objects.get(pk=place.column.pk).online_count == 1
    assert events(article)[-1] == "portal.article_corrected"


def test_article_online_is_read_only_without_a_correction(place):
    article = online(place)

    with pytest.raises(rules.ChainRefused):
        do(place, "save_draft", article, "contributor", title="改")
    with pytest.raises(PermissionDenied):
        again(article).save_revision(user=place.fresh("contributor"), clean=False)


def test_correction_that_changes_nothing_is_not_submitted(place):
    article = online(place)
    do(place, "start_correction", article, "publisher")

    with pytest.raises(rules.ChainRefused, match="相同"):
        do(place, "submit", article, "contributor")


def test_correction_back_to_an_older_text_is_reviewed_anew(place):
    article = online(place)
    for title in ("第二版", "青溪县启动冬季供暖"):
        do(place, "start_correction", article, "contributor")
        do(place, "save_draft", article, "contributor", title=title)
        article = do(place, "submit", article, "contributor")
        assert article.stage == Stage.UNIT_REVIEW
        while article.stage != Stage.APPROVED:
            article = pass_stage(place, article)
        article = do(place, "publish", article, "publisher")

    assert queries.online_is_approved(again(article))


def test_dropped_correction_leaves_the_version_online(place):
    article = online(place)
    do(place, "start_correction", article, "contributor")
    do(place, "save_draft", article, "contributor", title="不用了")

    do(place, "drop_correction", article, "contributor")

    article = again(article)
    assert article.stage == Stage.DONE
    assert article.working_copy() is article
    assert queries.online_is_approved(article)


@pytest.mark.parametrize("act", ["start_correction", "drop_correction"])
def test_stranger_corrects_nothing(place, act):
    article = online(place)
    stranger = person("contributor", organisation=OrganisationFactory())

    with pytest.raises(PermissionDenied):
        getattr(actions, act)(actor=stranger, article_id=article.pk, now=NOW)


def test_draft_has_nothing_to_correct(place):
    article = draft(place)

    for act in ("start_correction", "drop_correction"):
        with pytest.raises(rules.ChainRefused):
            do(place, act, article, "contributor")


def test_correction_moves_the_article_to_another_column_of_its_site(place):
    other = ColumnFactory(site=place.subsite)
    article = online(place)
    do(place, "start_correction", article, "contributor")
    do(place, "save_draft", article, "contributor", column_id=other.pk)
    assert again(article).column == place.column

    online(place, article)

    assert again(article).column == other
    assert Placement.objects.get().column == other
    counts = Column.objects.in_bulk([place.column.pk, other.pk])
    assert (counts[place.column.pk].online_count, counts[other.pk].online_count) == (0, 1)
    event = OutboxEvent.objects.filter(topic="publish").latest("pk")
    assert {f"list:column:{place.column.pk}", f"list:column:{other.pk}"} <= set(event.keys)


def test_column_changed_before_publication_takes_the_place_along(place):
    other = ColumnFactory(site=place.subsite)
    article = draft(place)
    do(place, "save_draft", article, "contributor", column_id=other.pk)

    online(place, article)

    assert Placement.objects.get().column == other


# --- withdrawing


def test_withdrawn_article_leaves_every_list_and_names_its_old_addresses(
    place, django_capture_on_commit_callbacks
):
    file = StoredFileFactory(organisation=place.unit)
    article = draft(place)
    do(place, "save_draft", article, "contributor", attachments=[(file.pk, "附件")])
    article = online(place, article)

    with django_capture_on_commit_callbacks(execute=True):
        do(place, "withdraw", article, "publisher", reason="内容有误")

    article = again(article)
    assert (article.public_state, article.live, article.online_hash) == ("withdrawn", False, "")
    assert Placement.objects.get().state == "accepted"
    assert Column.objects.get(pk=place.column.pk).online_count == 0
    assert Column.objects.get(pk=place.column.pk).last_published_at is None
    event = OutboxEvent.objects.get(topic="withdraw")
    assert article.address in event.paths
    assert any(path.endswith(file.path) for path in event.paths)
    assert Notification.objects.get(kind="portal.withdrawn").user == place.people["contributor"]


@pytest.mark.parametrize("reason", ["", "  "])
def test_withdrawal_needs_a_reason(place, reason):
    article = online(place)

    with pytest.raises(rules.ChainRefused):
        do(place, "withdraw", article, "publisher", reason=reason)


def test_only_the_publisher_withdraws_and_only_what_is_online(place):
    article = online(place)
    with pytest.raises(PermissionDenied):
        do(place, "withdraw", article, "contributor", reason="因")
    do(place, "withdraw", article, "publisher", reason="因")
    with pytest.raises(rules.ChainRefused):
        do(place, "withdraw", article, "publisher", reason="因")


def test_withdrawn_article_comes_back_only_through_the_whole_chain(place):
    article = online(place)
    do(place, "withdraw", article, "publisher", reason="有误")
    do(place, "start_correction", article, "contributor")

    article = do(place, "submit", article, "contributor")
    assert article.stage == Stage.UNIT_REVIEW

    while article.stage != Stage.APPROVED:
        article = pass_stage(place, article)
    article = do(place, "publish", article, "publisher", now=LATER)
    assert article.published_at == LATER
    assert article.first_published_at == NOW
    assert Placement.objects.get().state == "online"


def test_basis_of_the_secrecy_review_is_kept(place):
    online(place)

    row = Approval.objects.get(step="secrecy_review")
    assert (row.opinion, row.basis) == ("public", BASIS)


def test_kept_field_of_an_import_is_part_of_what_is_approved(place):
    article = bring_to(place, Stage.APPROVED)
    Article.objects.filter(pk=article.pk).update(issued_date=dt.date(2020, 1, 1))

    with pytest.raises(rules.ChainRefused):
        do(place, "publish", article, "publisher")


def test_clock_publishes_what_is_due(place):
    from xinqiao.domains.portal import jobs

    article = bring_to(place, Stage.APPROVED)
    do(place, "publish", article, "publisher", now=NOW, publish_at=LATER)

    assert jobs.publish_due(now=LATER) == 1


def test_reviewer_who_wrote_at_the_desk_no_longer_counts_for_his_step(place):
    both = person("unit_reviewer", organisation=place.unit)
    give(both, "editor", organisation=place.office)
    place.people["unit_reviewer"] = both
    article = again(bring_to(place, Stage.EDITING))
    title = article.title
    for words in ("改", title):
        article = again(article)
        article.title = words
        article.save()
        article.save_revision(user=both, clean=False)

    with pytest.raises(rules.ChainRefused, match="确认"):
        pass_stage(place, article)
    do(place, "request_confirmation", article, "editor")

    assert again(article).stage == Stage.UNIT_REVIEW
    assert [row.step for row in Approval.objects.standing()] == ["secrecy_review"]
    place.people["unit_reviewer"] = person("unit_reviewer", organisation=place.unit)
    assert pass_stage(place, article).stage == Stage.EDITING
