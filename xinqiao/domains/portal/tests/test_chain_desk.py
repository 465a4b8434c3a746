"""The way of an article, act by act: what happens, what is recorded, what is refused."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.rules import Stage
from xinqiao.domains.portal.tests.chain import LATER, again, do, events
from xinqiao.domains.portal.tests.factories import (
    BASIS,
    NOW,
    StoredFileFactory,
    bring_to,
    draft,
    online,
    pass_stage,
)
from xinqiao.kernel.approvals.models import Approval
from xinqiao.kernel.jobs.models import OutboxEvent
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.tests.factories import ColumnFactory, OrganisationFactory, give, person

pytestmark = pytest.mark.django_db


# --- drafts


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


def test_desk_does_not_bring_withdrawn_text_back_by_itself(place):
    article = online(place)
    withdrawn_text = article.title
    do(place, "start_correction", article, "contributor")
    do(place, "save_draft", article, "contributor", title="更正稿")
    article = again(bring_to(place, Stage.APPROVED, again(article)))
    do(place, "withdraw", article, "publisher", reason="原文有误")
    article = again(article)
    copy = article.working_copy()
    copy.title = withdrawn_text
    copy.save()
    copy.save_revision(user=place.fresh("editor"), clean=False)

    with pytest.raises(rules.ChainRefused):
        do(place, "publish", article, "publisher")
