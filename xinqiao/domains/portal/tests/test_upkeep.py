"""Columns have a keeper, who is told in time; where nobody answers, the manager sees it."""

import datetime as dt

import pytest
from django.utils import timezone

from xinqiao.domains.portal import queries
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.sites.tests.factories import ColumnFactory, UserFactory, person
from xinqiao.kernel.ui import todo

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def at(day: dt.date, hour: int = 12) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))


def ago(days: int) -> dt.datetime:
    return at(TODAY - dt.timedelta(days=days))


@pytest.fixture
def manager(place):
    return person("site_manager", organisation=place.office)


@pytest.fixture
def keeper(place):
    return place.people["contributor"]


def test_most_urgent_column_of_a_keeper_stands_first(place, keeper):
    def column(name, **facts):
        return ColumnFactory(site=place.subsite, keeper=keeper, name=name, **facts)

    column("无规则")
    column("还早", update_days=14, last_published_at=ago(1))
    column("超期", update_days=7, last_published_at=ago(9))
    column("今天", kind="static", review_by=TODAY)
    column("已停用", update_days=1, last_published_at=ago(9), is_open=False)

    kept = queries.kept_by(keeper, today=TODAY)

    assert [(row.column.name, row.days_left, row.is_near) for row in kept] == [
        ("超期", -2, True),
        ("今天", 0, True),
        ("还早", 13, False),
        ("无规则", None, False),
    ]


@pytest.mark.parametrize(
    ("days", "overdue"), [(7, False), (8, True)], ids=["on the last day", "the day after"]
)
def test_manager_sees_columns_past_their_day(place, manager, days, overdue):
    late = ColumnFactory(site=place.subsite, update_days=7, last_published_at=at(TODAY, 0))
    late.last_published_at = at(TODAY - dt.timedelta(days=days), 23)
    late.save()
    never = ColumnFactory(site=place.portal, update_days=1, opened_at=ago(5))
    static = ColumnFactory(site=place.portal, kind="static", review_by=TODAY - dt.timedelta(1))
    ColumnFactory(update_days=1, opened_at=ago(50))  # a site of others

    rows = queries.overdue_on(manager, today=TODAY)

    assert {row.column for row in rows} == {never, static} | ({late} if overdue else set())


def test_columns_without_a_keeper_who_may_sign_in_are_listed(place, manager, keeper):
    left = ColumnFactory(site=place.portal, keeper=UserFactory(is_active=False))
    ColumnFactory(site=place.portal, keeper=keeper)

    assert set(queries.without_keeper(manager)) == {place.news, place.column, left}


def test_keeper_finds_due_columns_at_home_and_confirms_a_static_one(place, keeper):
    today = timezone.localdate()
    static = ColumnFactory(site=place.subsite, kind="static", review_by=today, keeper=keeper)
    foreign = ColumnFactory(site=place.portal, kind="static", review_by=today)
    client = client_of(keeper)

    waiting = todo.items_for(keeper)[todo.Group.WAITING]
    screen = client.get("/manage/columns/").content.decode()
    nothing = client.post(f"/manage/columns/{static.pk}/review/", {}, follow=True)
    past = client.post(
        f"/manage/columns/{static.pk}/review/", {"next_review": "2020-01-01"}, follow=True
    )
    client.post(
        f"/manage/columns/{static.pk}/review/", {"next_review": today + dt.timedelta(days=90)}
    )

    assert [(item.label, item.title) for item in waiting] == [("复核栏目", static.name)]
    assert static.name in screen
    assert "请填下次复核的日期" in nothing.content.decode()
    assert "一年以内" in past.content.decode()
    static.refresh_from_db()
    assert static.review_by == today + dt.timedelta(days=90)
    assert client.post(f"/manage/columns/{foreign.pk}/review/", {}).status_code == 404


def test_manager_has_the_lists_of_gaps_and_others_do_not(place, manager):
    ColumnFactory(site=place.portal, name="早该更新", update_days=1, opened_at=ago(4000))

    page = client_of(manager).get("/manage/sites/upkeep/").content.decode()

    assert "早该更新" in page
    assert place.news.name in page
    assert as_(place, "contributor").get("/manage/sites/upkeep/").status_code == 404


def test_lists_take_the_same_queries_whatever_their_length(
    place, manager, keeper, django_assert_num_queries
):
    for _column in range(30):
        ColumnFactory(
            site=place.portal, keeper=keeper, update_days=1, opened_at=ago(9), name="同名"
        )

    with django_assert_num_queries(1):
        queries.kept_by(keeper, today=TODAY)
    with django_assert_num_queries(3):  # duties, intervals, columns
        queries.overdue_on(manager, today=TODAY)
