"""Carriers in other columns: their own time, what the source takes back, copies."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import actions, jobs, queries, rules
from xinqiao.domains.portal.actions import placing
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.tests.chain import again, events
from xinqiao.domains.portal.tests.factories import (
    NOW,
    StoredFileFactory,
    bring_to,
    county,
    online,
)
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.jobs.models import OutboxEvent
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.tests.factories import ColumnFactory, OrganisationFactory, give, person

pytestmark = pytest.mark.django_db
SOON = NOW + dt.timedelta(hours=3)


def offered(place, article, **facts):
    return actions.offer(
        actor=place.fresh("contributor"),
        article_id=article.pk,
        column_id=facts.pop("column_id", place.news.pk),
        now=NOW,
        **facts,
    )


def accept(place, placement, **facts):
    return actions.accept_placement(
        actor=place.fresh("editor"), placement_id=placement.pk, now=NOW, **facts
    )


def carried(place, **content):
    article = online(place, **content)
    accept(place, offered(place, article))
    return article


def withdraw(place, article):
    return actions.withdraw(
        actor=place.people["publisher"], article_id=article.pk, reason="有误", now=SOON
    )


def carrier(article):
    return Placement.objects.exclude(mode="own").get(article=article)


def counts(*columns):
    return [Column.objects.get(pk=column.pk).online_count for column in columns]


# --- a time of its own


def test_carrier_waits_for_its_own_time(place):
    article = online(place)
    accept(place, offered(place, article), publish_at=SOON)
    assert counts(place.column, place.news) == [1, 0]

    assert jobs.publish_due(now=SOON - dt.timedelta(minutes=1)) == 0
    assert jobs.publish_due(now=SOON) == 1

    assert carrier(article).published_at == SOON
    assert counts(place.column, place.news) == [1, 1]
    assert f"list:column:{place.news.pk}" in OutboxEvent.objects.latest("pk").keys
    assert jobs.publish_due(now=SOON) == 0


def test_correction_does_not_bring_a_carrier_before_its_time(place):
    article = online(place)
    accept(place, offered(place, article), publish_at=SOON)
    who = {"actor": place.people["contributor"], "article_id": article.pk, "now": NOW}
    actions.start_correction(**who)
    actions.save_draft(**who, title="更正")

    online(place, again(article))

    assert carrier(article).state == "accepted"


@pytest.mark.parametrize(
    ("publish_at", "mode"), [(NOW, "mirror"), (SOON, "copy"), (SOON, "mandatory")]
)
def test_own_time_lies_ahead_and_is_for_mirrors_and_links(publish_at, mode):
    with pytest.raises(rules.ChainRefused):
        rules.check_own_time(publish_at, mode=mode, now=NOW)


def test_carrier_withdrawn_while_the_clock_waited_stays_off(place):
    article = online(place)
    placement = accept(place, offered(place, article), publish_at=SOON)
    actions.withdraw_placement(
        actor=place.fresh("editor"), placement_id=placement.pk, reason="不用", now=NOW
    )

    assert not placing._place_one(placement.pk, article.pk, SOON)


# --- another column of the same site


def test_desk_chooses_another_column_of_its_site(place):
    article, other = online(place), ColumnFactory(site=place.portal)

    accept(place, offered(place, article), column_id=other.pk)

    assert counts(place.news, other) == [0, 1]


def test_column_of_another_site_or_one_that_has_it_is_refused(place):
    article, other = online(place), ColumnFactory(site=place.portal)
    accept(place, offered(place, article, column_id=other.pk))
    placement = offered(place, article)

    with pytest.raises(rules.ChainRefused, match="已在这个栏目"):
        accept(place, placement, column_id=other.pk)
    with pytest.raises(Column.DoesNotExist):
        accept(place, placement, column_id=place.column.pk)


def test_article_that_moves_into_a_column_that_carries_it_is_counted_once(place):
    article, other = online(place), ColumnFactory(site=place.subsite)
    accept(place, offered(place, article, column_id=other.pk))
    who = {"actor": place.people["contributor"], "article_id": article.pk, "now": NOW}
    actions.start_correction(**who)
    actions.save_draft(**who, column_id=other.pk)

    online(place, again(article))

    assert counts(place.column, other) == [0, 1]


# --- the source is withdrawn


def test_carriers_go_with_their_source_and_their_desk_acknowledges(
    place, django_capture_on_commit_callbacks
):
    article = carried(place)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw(place, article)

    assert counts(place.column, place.news) == [0, 0]
    row = carrier(article)
    assert (row.state, row.recalled_at, row.acknowledged_at) == ("accepted", SOON, None)
    told = Notification.objects.get(kind="portal.recalled")
    assert (told.user, "有误" in told.text) == (place.people["editor"], True)
    assert [one.label for one in queries.todo_for(place.fresh("editor"))] == ["来源已撤回"]

    actions.acknowledge_recall(actor=place.fresh("editor"), placement_id=row.pk, now=SOON)

    assert carrier(article).acknowledged_by == place.people["editor"]
    assert not queries.todo_for(place.fresh("editor"))
    assert events(article)[-1] == "portal.recall_acknowledged"
    with pytest.raises(rules.ChainRefused):
        actions.acknowledge_recall(actor=place.fresh("editor"), placement_id=row.pk, now=SOON)


def test_nobody_else_acknowledges(place):
    article = carried(place)
    withdraw(place, article)
    stranger = person("editor", "publisher", organisation=OrganisationFactory())

    with pytest.raises(PermissionDenied):
        actions.acknowledge_recall(actor=stranger, placement_id=carrier(article).pk, now=SOON)


def test_carrier_that_readers_never_saw_needs_no_acknowledgement(place):
    article = online(place)
    accept(place, offered(place, article), publish_at=SOON)

    withdraw(place, article)

    assert carrier(article).recalled_at is None


def test_source_that_comes_back_ends_the_recall(place):
    article = carried(place)
    withdraw(place, article)
    actions.start_correction(actor=place.people["contributor"], article_id=article.pk, now=SOON)

    online(place, article)

    assert (carrier(article).state, carrier(article).recalled_at) == ("online", None)


# --- copies


def copied(place, **content):
    article = online(place, **content)
    placement = accept(place, offered(place, article, mode="copy"))
    return article, placement.copy


def test_copy_is_a_draft_of_the_columns_unit_with_a_chain_of_its_own(place):
    file = StoredFileFactory(organisation=place.unit)
    article, copy = copied(place, attachments=[(file.pk, "附件")])

    copy = again(copy)
    assert (copy.stage, copy.site, copy.column) == ("draft", place.portal, place.news)
    assert (copy.organisation, copy.title) == (place.office, article.title)
    assert copy.source == place.unit.name
    assert [row.title for row in copy.attachments.all()] == ["附件"]
    assert place.people["editor"].pk in copy.authors
    assert counts(place.news) == [0]
    assert events(copy) == ["portal.article_copied"]


def test_express_source_is_copied_as_news(place):
    _article, copy = copied(place, content_class="express")

    assert copy.content_class == "news"


def test_copy_goes_through_the_chain_of_its_unit_and_stays_when_the_source_changes(place):
    article, copy = copied(place)
    there = county()
    people = {
        duty: person(duty, organisation=place.office)
        for duty in ("contributor", "unit_reviewer", "secrecy_reviewer", "editor", "publisher")
    }
    there.people.update(people)

    online(there, copy)
    withdraw(place, article)

    assert again(copy).public_state == "online"
    assert carrier(article).recalled_at == SOON
    assert carrier(article).state == "accepted"


def test_what_is_not_public_is_not_copied(place):
    placement = offered(place, bring_to(place, "editing"), mode="copy")

    with pytest.raises(rules.ChainRefused, match="尚未发布"):
        accept(place, placement)


def test_difference_to_the_source_is_shown(place):
    _article, copy = copied(place)
    give(place.people["contributor"], "contributor", organisation=place.office)
    writer = place.fresh("contributor")
    actions.save_draft(
        actor=writer, article_id=copy.pk, now=NOW, body="<p>自十二月一日起供暖。</p>"
    )
    client = client_of(writer)

    page = client.get(f"/manage/articles/{copy.pk}/compare/source/").content.decode()

    assert "<ins>" in page
    assert "与来源文章对照" in client.get(f"/manage/articles/{copy.pk}/").content.decode()
    article = Article.objects.exclude(pk=copy.pk).get()
    assert client.get(f"/manage/articles/{article.pk}/compare/source/").status_code == 404


# --- screens


def decide(place, placement, **said):
    return as_(place, "editor").post(f"/manage/offers/{placement.pk}/", said, follow=True)


def test_desk_decides_from_the_screen(place, time_machine):
    time_machine.move_to(NOW)
    article = online(place)
    placement = offered(place, article)

    assert (
        "读不懂" in decide(place, placement, decision="accept", publish_at="明天").content.decode()
    )
    assert (
        "同一站点"
        in decide(place, placement, decision="accept", column_id=place.column.pk).content.decode()
    )
    decide(place, placement, decision="accept", publish_at="2026-11-25T08:00")
    assert carrier(article).publish_at is not None
    jobs.publish_due(now=NOW + dt.timedelta(days=1))
    withdraw(place, article)

    page = as_(place, "editor").get("/manage/offers/?tab=recalled").content.decode()
    assert "有误" in page
    decide(place, placement, decision="acknowledge")
    assert carrier(article).acknowledged_at is not None
