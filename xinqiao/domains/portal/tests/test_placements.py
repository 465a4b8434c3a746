"""One article in several columns: offered, taken over, declined, taken off, following."""

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import actions, rules
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.rules import Stage
from xinqiao.domains.portal.tests.factories import NOW, bring_to, draft, online
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.jobs.models import OutboxEvent
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.tests.factories import ColumnFactory, OrganisationFactory, person

pytestmark = pytest.mark.django_db


def offer(place, article, *, by="contributor", **facts):
    facts.setdefault("column_id", place.news.pk)
    return actions.offer(actor=place.fresh(by), article_id=article.pk, now=NOW, **facts)


def decide(place, act, placement, *, by="editor", **facts):
    return getattr(actions, act)(actor=place.fresh(by), placement_id=placement.pk, now=NOW, **facts)


def count(column):
    return Column.objects.get(pk=column.pk).online_count


def test_offer_waits_at_the_desk_of_the_column(place, django_capture_on_commit_callbacks):
    article = online(place)

    with django_capture_on_commit_callbacks(execute=True):
        placement = offer(place, article)

    assert (placement.state, placement.site) == ("offered", place.portal)
    assert str(placement) == f"{article.title} @ {place.news.name}"
    assert Notification.objects.get(kind="portal.offered").user == place.people["editor"]
    assert count(place.news) == 0


def test_accepted_article_stands_in_both_columns_at_once(place):
    article = online(place)
    placement = offer(place, article)

    decide(place, "accept_placement", placement)

    assert {row.column for row in Placement.objects.online()} == {place.column, place.news}
    assert (count(place.column), count(place.news)) == (1, 1)
    placement.refresh_from_db()
    assert placement.published_at == article.published_at
    assert f"list:column:{place.news.pk}" in OutboxEvent.objects.latest("pk").keys
    assert AuditEvent.objects.latest("pk").action == "portal.placement_accepted"


def test_accepted_before_publication_it_waits_for_its_article(place):
    article = bring_to(place, Stage.APPROVED)
    placement = offer(place, article)
    decide(place, "accept_placement", placement)
    assert not Placement.objects.online().exists()

    actions.publish(actor=place.people["publisher"], article_id=article.pk, now=NOW)

    assert (count(place.column), count(place.news)) == (1, 1)


def test_withdrawn_article_leaves_every_column_and_comes_back_to_those_that_follow(place):
    article = online(place)
    decide(place, "accept_placement", offer(place, article))

    actions.withdraw(actor=place.people["publisher"], article_id=article.pk, reason="有误", now=NOW)

    assert (count(place.column), count(place.news)) == (0, 0)
    actions.start_correction(actor=place.people["contributor"], article_id=article.pk, now=NOW)
    online(place, article)
    assert (count(place.column), count(place.news)) == (1, 1)


def test_withdrawn_from_one_column_it_stays_off_there(place):
    article = online(place)
    placement = offer(place, article)
    decide(place, "accept_placement", placement)

    decide(place, "withdraw_placement", placement, reason="已过时")

    assert (count(place.column), count(place.news)) == (1, 0)
    actions.start_correction(actor=place.people["contributor"], article_id=article.pk, now=NOW)
    actions.save_draft(
        actor=place.people["contributor"], article_id=article.pk, now=NOW, title="改"
    )
    online(place, Article.objects.get(pk=article.pk))
    placement.refresh_from_db()
    assert placement.state == "withdrawn"
    assert count(place.news) == 0


def test_placement_that_waits_is_withdrawn_without_touching_readers(place):
    article = bring_to(place, Stage.APPROVED)
    placement = offer(place, article)
    decide(place, "accept_placement", placement)

    decide(place, "withdraw_placement", placement, reason="不用", by="publisher")

    placement.refresh_from_db()
    assert placement.state == "withdrawn"
    assert not OutboxEvent.objects.filter(topic="unplace").exists()


def test_declined_offer_tells_why_and_may_be_made_again(place, django_capture_on_commit_callbacks):
    article = online(place)
    placement = offer(place, article)

    with django_capture_on_commit_callbacks(execute=True):
        decide(place, "decline_placement", placement, reason="与栏目不符")

    told = Notification.objects.get(kind="portal.placement")
    assert told.user == place.people["contributor"]
    assert "与栏目不符" in told.text
    again = offer(place, article)
    assert (again.pk, again.state, again.reason) == (placement.pk, "offered", "")


def test_offer_that_stands_is_not_made_twice(place):
    article = online(place)
    offer(place, article)

    with pytest.raises(rules.ChainRefused):
        offer(place, article)


def test_draft_is_not_offered_and_own_column_is_no_target(place):
    with pytest.raises(rules.ChainRefused):
        offer(place, draft(place))
    with pytest.raises(rules.ChainRefused):
        offer(place, online(place), column_id=place.column.pk)


def test_closed_column_takes_nothing(place):
    closed = ColumnFactory(site=place.portal, is_open=False)

    with pytest.raises(Column.DoesNotExist):
        offer(place, online(place), column_id=closed.pk)


@pytest.mark.parametrize("act", ["decline_placement", "withdraw_placement"])
def test_no_to_an_article_needs_a_reason(place, act):
    placement = offer(place, online(place))
    if act == "withdraw_placement":
        decide(place, "accept_placement", placement)

    with pytest.raises(rules.ChainRefused):
        decide(place, act, placement, reason=" ")


@pytest.mark.parametrize(
    ("act", "facts"),
    [
        ("accept_placement", {}),
        ("decline_placement", {"reason": "因"}),
        ("withdraw_placement", {"reason": "因"}),
    ],
)
def test_only_the_desk_of_the_column_decides(place, act, facts):
    placement = offer(place, online(place))
    stranger = person("editor", "publisher", organisation=OrganisationFactory())

    with pytest.raises(PermissionDenied):
        decide(place, act, placement, by="contributor", **facts)
    with pytest.raises(PermissionDenied):
        getattr(actions, act)(actor=stranger, placement_id=placement.pk, now=NOW, **facts)


def test_stranger_offers_nothing(place):
    article = online(place)
    stranger = person("contributor", organisation=OrganisationFactory())

    with pytest.raises(PermissionDenied):
        actions.offer(actor=stranger, article_id=article.pk, column_id=place.news.pk, now=NOW)
