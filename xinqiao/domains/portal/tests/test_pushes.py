"""Required reprints: pushed to sites below, taken by each, counted against a day."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import Placement, Push
from xinqiao.domains.portal.tests.chain import events
from xinqiao.domains.portal.tests.factories import BASIS, NOW, bring_to, online
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.domains.portal.tests.screens import do as press
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.tests.factories import (
    ColumnFactory,
    SiteFactory,
    person,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def far(place):
    """A sub-site with a desk of its own and two columns."""
    site = SiteFactory(parent=place.portal, own_desk=True)
    ColumnFactory(site=site, kind="static", position=0)
    ColumnFactory(site=site, position=1)
    ColumnFactory(site=site, position=2, column_type="通知公告")
    return site


def pushed(place, article, *, by="publisher", **facts):
    facts.setdefault("basis", "国务院重要政策信息")
    return actions.push(actor=place.fresh(by), article_id=article.pk, now=NOW, **facts)


def placement_on(site):
    return Placement.objects.exclude(mode="own").get(site=site)


def desk_of(site, *duties):
    return person(*(duties or ("editor",)), organisation=site.organisation)


def test_site_with_a_desk_of_its_own_must_take_it(place, far, django_capture_on_commit_callbacks):
    editor = desk_of(far)
    article = online(place)

    with django_capture_on_commit_callbacks(execute=True):
        made = pushed(place, article, column_type="通知公告")

    row = placement_on(far)
    assert (row.mode, row.state, row.push) == ("mandatory", "offered", made)
    assert row.column.column_type == "通知公告"
    assert made.due_at == NOW + 24 * HOUR
    assert str(made) == article.title
    assert Notification.objects.get(user=editor).text.startswith(f"《{article.title}》须在")
    waiting = queries.todo_for(editor)[0]
    assert (waiting.label, waiting.due) == ("待转载", made.due_at)
    assert events(article)[-1] == "portal.article_pushed"


def test_without_a_fitting_column_the_first_lively_one_is_taken(place, far):
    pushed(place, online(place), column_type="政策文件")

    assert placement_on(far).column.position == 1


def test_sites_of_the_pushers_own_desk_carry_it_at_once(place):
    sister = SiteFactory(parent=place.portal)
    column = ColumnFactory(site=sister)

    pushed(place, online(place))

    row = placement_on(sister)
    assert (row.state, row.decided_by) == ("online", place.people["publisher"])
    assert Column.objects.get(pk=column.pk).online_count == 1


def test_taken_it_is_online_and_can_be_neither_declined_nor_taken_off(place, far):
    pushed(place, online(place))
    who = {"actor": desk_of(far), "placement_id": placement_on(far).pk, "now": NOW}

    with pytest.raises(rules.ChainRefused, match="必须转载"):
        actions.decline_placement(reason="因", **who)
    actions.accept_placement(**who)
    with pytest.raises(rules.ChainRefused, match="必须转载"):
        actions.withdraw_placement(reason="因", **who)

    assert placement_on(far).state == "online"


@pytest.mark.parametrize("taken", [1, 2])
def test_site_that_carries_it_already_has_taken_it(place, far, taken):
    article = online(place)
    column = far.columns.get(position=taken)
    offers = {
        position: actions.offer(
            actor=place.fresh("contributor"),
            article_id=article.pk,
            column_id=far.columns.get(position=position).pk,
            now=NOW,
        )
        for position in (1, 2)
    }
    actions.accept_placement(actor=desk_of(far), placement_id=offers[taken].pk, now=NOW)

    made = pushed(place, article)

    row = made.placements.get(site=far)
    assert (row.column, row.state, row.mode) == (column, "online", "mandatory")
    assert Column.objects.get(pk=column.pk).online_count == 1


def test_copy_does_not_count_as_taken(place, far):
    article = online(place)
    target = far.columns.get(position=1)
    offer = actions.offer(
        actor=place.fresh("contributor"),
        article_id=article.pk,
        column_id=target.pk,
        now=NOW,
        mode="copy",
    )
    actions.accept_placement(actor=desk_of(far), placement_id=offer.pk, now=NOW)

    assert pushed(place, article).placements.get().state == "offered"


def test_chosen_sites_only(place, far):
    other = SiteFactory(parent=place.portal, own_desk=True)
    ColumnFactory(site=other)

    made = pushed(place, online(place), site_ids=[far.pk])

    assert [row.site for row in made.placements.all()] == [far]


def test_a_day_counts_from_the_state_councils_own_publication(place, far):
    made = pushed(place, online(place), national_at=NOW - 20 * HOUR)
    desk = desk_of(far)

    waiting = queries.carriers(made, now=NOW + 5 * HOUR)[0]
    assert (waiting.lag, waiting.is_late, waiting.taken_at) == (25 * HOUR, True, None)
    actions.accept_placement(actor=desk, placement_id=placement_on(far).pk, now=NOW + HOUR)
    taken = queries.carriers(made, now=NOW + 9 * HOUR)[0]
    assert (taken.lag, taken.is_late, taken.taken_at) == (21 * HOUR, False, NOW + HOUR)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({"basis": " "}, "转载依据"),
        ({"national_at": NOW + HOUR}, "不能晚于"),
        ({"site_ids": [999_999]}, "没有可以转载"),
    ],
)
def test_push_that_makes_no_sense_is_refused(place, far, facts, says):
    with pytest.raises(rules.ChainRefused, match=says):
        pushed(place, online(place), **facts)
    assert not Push.objects.exists()


def test_what_is_not_public_is_not_pushed(place, far):
    with pytest.raises(rules.ChainRefused, match="尚未发布"):
        pushed(place, bring_to(place, "approved"))


def test_only_a_publisher_at_the_top_pushes_and_urges(place, far):
    article = online(place)
    stranger = desk_of(far, "publisher")

    with pytest.raises(PermissionDenied):
        pushed(place, article, by="editor")
    with pytest.raises(PermissionDenied):
        actions.push(actor=stranger, article_id=article.pk, basis=BASIS, now=NOW)
    made = pushed(place, article)
    with pytest.raises(PermissionDenied):
        actions.urge_push(actor=stranger, push_id=made.pk, now=NOW)


def test_urging_reaches_those_who_have_not_taken_it(place, far, django_capture_on_commit_callbacks):
    editor = desk_of(far)
    made = pushed(place, online(place))

    with django_capture_on_commit_callbacks(execute=True):
        assert actions.urge_push(actor=place.fresh("publisher"), push_id=made.pk, now=NOW) == 1

    assert Notification.objects.filter(user=editor, kind="portal.push_urged").count() == 1


def test_push_to_many_sites_costs_the_same_number_of_queries(place, django_assert_max_num_queries):
    for _n in range(30):
        ColumnFactory(site=SiteFactory(parent=place.portal, own_desk=_n % 2 == 0))
    article = online(place)
    publisher = place.fresh("publisher")

    with django_assert_max_num_queries(32):
        made = actions.push(actor=publisher, article_id=article.pk, basis=BASIS, now=NOW)

    assert made.placements.count() == 30


# --- screens


def test_push_and_its_list_from_the_screens(place, far):
    article = online(place)
    client = as_(place, "publisher")

    wrong = press(client, article, "push", basis="国务院文件", site_ids="没有的站")
    press(client, article, "push", basis="国务院文件", site_ids=far.name, column_type="")
    made = Push.objects.get()

    assert "没有的站" in wrong.content.decode()
    assert "0 / 1" in client.get("/manage/pushes/").content.decode()
    page = client.get(f"/manage/pushes/{made.pk}/").content.decode()
    assert far.name in page
    assert "未转载" in page
    assert client.post(f"/manage/pushes/{made.pk}/urge/").status_code == 302
    assert "没有还" not in page
    editor_only = as_(place, "editor")
    assert (
        "职责不能"
        in editor_only.post(f"/manage/pushes/{made.pk}/urge/", follow=True).content.decode()
    )
    stranger = client_of(desk_of(far, "publisher"))
    assert stranger.get(f"/manage/pushes/{made.pk}/").status_code == 404


def test_state_council_time_in_the_future_is_refused_in_the_form(place, far):
    answer = press(
        as_(place, "publisher"), online(place), "push", basis="因", national_at="2999-01-01T08:00"
    )

    assert "不能晚于现在" in answer.content.decode()


def test_desk_takes_it_into_a_column_of_its_choice(place, far):
    pushed(place, online(place))
    client = client_of(desk_of(far))
    chosen = far.columns.get(position=2)

    assert chosen.name in client.get("/manage/offers/").content.decode()
    client.post(
        f"/manage/offers/{placement_on(far).pk}/", {"decision": "accept", "column_id": chosen.pk}
    )

    assert (placement_on(far).column, placement_on(far).state) == (chosen, "online")
