"""Columns are merged and closed with what stands in them; old links still work."""

import http.client
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import Article, Placement
from xinqiao.domains.portal.tests.factories import bring_to, draft, online, pass_stage
from xinqiao.domains.portal.tests.screens import client_of
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.sites import actions as sites
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.rules import TreeRefused
from xinqiao.kernel.sites.tests.factories import NOW, ColumnFactory, UserFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(place):
    return person("site_manager", organisation=place.office)


@pytest.fixture
def into(place):
    return ColumnFactory(site=place.subsite, slug="kept")


def merge(manager, column, into, reason="长期不更新"):
    return actions.close_column(
        actor=manager,
        column_id=column.pk,
        into_id=into and into.pk,
        reason=reason,
        now=NOW,
    )


def placed(article):
    return {row.column: (row.mode, row.state) for row in article.placements.all()}


def mirrored(place, article, column):
    offered = actions.offer(
        actor=place.people["contributor"], article_id=article.pk, column_id=column.pk, now=NOW
    )
    return actions.accept_placement(actor=place.people["editor"], placement_id=offered.pk, now=NOW)


def test_merger_moves_articles_which_keep_address_and_approval(place, manager, into):
    article = online(place)
    address = article.address

    merge(manager, place.column, into)

    article = Article.objects.get(pk=article.pk)
    into.refresh_from_db()
    place.column.refresh_from_db()
    assert placed(article) == {into: ("own", "online")}
    assert article.address == address
    assert queries.online_is_approved(article)
    assert (into.online_count, place.column.online_count) == (1, 0)
    assert into.last_published_at == article.published_at
    event = AuditEvent.objects.filter(action="sites.column_closed").latest("pk")
    assert event.reason == "长期不更新"


def test_what_was_in_work_is_published_where_the_column_went(place, manager, into):
    article = bring_to(place, rules.Stage.EDITING)

    merge(manager, place.column, into)
    pass_stage(place, article)
    actions.publish(actor=place.people["publisher"], article_id=article.pk, now=NOW)

    assert placed(article) == {into: ("own", "online")}


def test_correction_after_a_merger_stays_in_the_new_column(place, manager, into):
    article = online(place)
    merge(manager, place.column, into)

    actions.withdraw(actor=place.people["publisher"], article_id=article.pk, reason="更正", now=NOW)

    assert placed(article) == {into: ("own", "accepted")}


def test_article_that_stands_in_both_stands_once(place, manager, into):
    own = online(place)
    mirrored(place, own, into)
    guest = online(place, draft(place, title="另一篇", column_id=into.pk))
    mirrored(place, guest, place.column)

    merge(manager, place.column, into)

    assert placed(own) == {into: ("own", "online")}
    assert placed(guest) == {into: ("own", "online")}
    into.refresh_from_db()
    assert into.online_count == 2


def test_article_mirrored_into_two_columns_of_the_branch_stands_once(place, manager, into):
    below = ColumnFactory(site=place.subsite, parent=place.column)
    article = online(place, draft(place, column_id=ColumnFactory(site=place.subsite).pk))
    for column in (below, place.column):
        mirrored(place, article, column)

    merge(manager, place.column, into)

    assert Placement.objects.filter(article=article, column=into).count() == 1
    assert Placement.objects.filter(article=article).count() == 2


def test_closing_without_merger_leaves_the_articles_at_their_addresses(place, manager, client):
    article = online(place)

    merge(manager, place.column, None)

    assert client.get(article.address).status_code == 200
    assert client.get(place.column.address).status_code == 410


def test_closing_needs_a_reason_and_a_manager(place, manager, into):
    with pytest.raises(rules.ChainRefused):
        merge(manager, place.column, into, reason=" ")
    with pytest.raises(PermissionDenied):
        merge(UserFactory(), place.column, into)
    with pytest.raises(TreeRefused):
        merge(manager, place.column, place.column)

    assert Column.objects.open().filter(pk=place.column.pk).exists()


def test_wizard_says_what_is_there_and_moves_it(place, manager, into):
    online(place)
    draft(place, title="在办")
    client = client_of(manager)
    address = f"/manage/sites/columns/{place.column.pk}/close/"

    screen = client.get(address)
    refused = client.post(address, {"reason": ""})
    client.post(address, {"reason": "归并到要闻", "into_id": into.pk})

    contents = screen.context["contents"]
    assert (contents.below, contents.online, contents.in_work) == (0, 1, 1)
    assert refused.context["form"].errors
    record = client.get(f"/manage/sites/columns/{place.column.pk}/").content.decode()
    assert "归并到要闻" in record
    assert into.name in record


def ask(live_server, path):
    """One request over a real socket: status and where it leads."""
    host = urlsplit(live_server.url)
    connection = http.client.HTTPConnection(host.hostname, host.port, timeout=10)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.getheader("Location"), answer.read().decode()
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_old_links_still_work_after_renaming_moving_and_merging(live_server, place, manager, into):
    article = online(place)
    prefix = place.subsite.address()
    old = place.column.path

    sites.rename_column(
        actor=manager, column_id=place.column.pk, slug="renamed", name="改名", now=NOW
    )
    renamed = ask(live_server, f"{prefix}{old}/")
    listed = ask(live_server, f"{prefix}{old}/list-1.html")
    sites.move_column(actor=manager, column_id=place.column.pk, parent_id=into.pk, now=NOW)
    moved = ask(live_server, f"{prefix}{old}/")
    sites.move_column(actor=manager, column_id=place.column.pk, parent_id=None, now=NOW)
    merge(manager, place.column, into)
    merged = ask(live_server, f"{prefix}renamed/")
    without_slash = ask(live_server, f"{prefix}{old}")

    assert renamed[:2] == listed[:2] == (301, f"{prefix}renamed/")
    assert moved[:2] == (301, f"{prefix}kept/renamed/")
    assert merged[:2] == without_slash[:2] == (301, f"{prefix}kept/")
    status, _location, page = ask(live_server, f"{prefix}kept/")
    assert (status, article.title in page) == (200, True)
    status, _location, page = ask(live_server, article.address)
    assert (status, into.name in page) == (200, True)
