"""Which column was visited how often: from a reader's click to the manager's list."""

import datetime as dt
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from xinqiao.domains.portal import actions, jobs
from xinqiao.domains.portal.queries import statistics
from xinqiao.domains.portal.tests.factories import online
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.press import visits
from xinqiao.kernel.sites.models import ColumnVisits, PageVisits, VisitBatch
from xinqiao.kernel.sites.tests.factories import NOW, ColumnFactory, SiteFactory, person

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 24)
BROWSER = {"User-Agent": "Mozilla/5.0"}


@pytest.fixture
def manager(place):
    return person("site_manager", organisation=place.office)


def visited():
    return {(row.column, row.day): row.count for row in ColumnVisits.objects.all()}


def count(counts, batch="one", day=DAY):
    counts = {(day, path): number for path, number in counts.items()}
    return actions.count_visits(batch=batch, counts=counts, now=NOW)


def test_pages_belong_to_the_column_where_they_stand(place):
    article = online(place)
    edition = SiteFactory(kind="edition", code="party", parent=place.portal)
    meetings = ColumnFactory(site=edition, slug="meetings")
    prefix = place.subsite.address(place.column.path)

    total = count(
        {
            "/": 9,
            "/nowhere/": 1,
            f"/{place.news.path}/": 2,
            f"{prefix}/": 3,
            f"{prefix}/list-2.html": 4,
            article.address: 5,
            "/party/meetings/": 6,
        }
    )

    assert total == 30
    assert visited() == {
        (place.news, DAY): 2,
        (place.column, DAY): 12,
        (meetings, DAY): 6,
    }
    assert PageVisits.objects.get(path="", site=place.portal).count == 9


def test_counts_add_up_and_a_file_counts_once(place):
    for batch in ("one", "two", "two"):
        count({f"/{place.news.path}/": 2}, batch)
    count({f"/{place.news.path}/": 1}, "three", DAY + dt.timedelta(1))

    assert visited() == {(place.news, DAY): 4, (place.news, DAY + dt.timedelta(1)): 1}
    assert VisitBatch.objects.count() == 3


def test_mirror_counts_where_it_was_read(place):
    article = online(place)
    offered = actions.offer(
        actor=place.people["contributor"],
        article_id=article.pk,
        column_id=place.news.pk,
        now=NOW,
    )
    actions.accept_placement(actor=place.people["editor"], placement_id=offered.pk, now=NOW)
    own_too = ColumnFactory(site=place.subsite)
    second = actions.offer(
        actor=place.people["contributor"], article_id=article.pk, column_id=own_too.pk, now=NOW
    )
    actions.accept_placement(actor=place.people["editor"], placement_id=second.pk, now=NOW)
    path = article.address.partition("/content/")[2]

    count({f"/content/{path}": 7, article.address: 1})

    assert visited() == {(place.news, DAY): 7, (place.column, DAY): 1}


def test_without_a_portal_nothing_is_counted():
    assert count({"/": 1}) == 0


def test_pages_are_forgotten_after_a_year_and_columns_are_not(place):
    count({f"/{place.news.path}/": 2})
    later = NOW + dt.timedelta(days=500)

    assert actions.forget_visits(now=NOW) == 0
    assert jobs.forget_visits(now=later) == 1

    assert not VisitBatch.objects.exists()
    assert visited() == {(place.news, DAY): 2}


def test_number_of_queries_does_not_grow_with_the_pages(place, django_assert_max_num_queries):
    for number in range(40):
        ColumnFactory(site=place.subsite, slug=f"c{number}")

    with django_assert_max_num_queries(16):
        count({place.subsite.address(f"c{number}/"): 1 for number in range(40)})


def test_from_a_readers_click_to_the_managers_list(
    place, manager, client, settings, tmp_path, django_assert_num_queries
):
    settings.XINQIAO_DATA = tmp_path
    visits.spool.cache_clear()
    for agent in (BROWSER, BROWSER, {"User-Agent": "Baiduspider"}, {}):
        client.get(f"/{place.news.path}/", headers=agent)
    client.head(f"/{place.news.path}/", headers=BROWSER)
    client.get("/nowhere/", headers=BROWSER)
    client.get("/search/?q=x", headers=BROWSER)
    visits.spool().flush()
    visits.spool.cache_clear()

    assert jobs.collect_visits(now=NOW) == 2
    assert jobs.collect_visits(now=NOW) == 0

    today = timezone.localdate()
    rows = {row: row for row in statistics.column_statistics(place.portal, today=today, days=7)}
    assert rows[place.news].visited == 2
    screen = client_of(manager).get(f"/manage/sites/{place.portal.pk}/statistics/?days=7")
    assert f"/{place.news.path}/" in screen.content.decode()
    book = client_of(manager).get(f"/manage/sites/{place.portal.pk}/statistics/export/?days=x")
    sheet = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active
    lines = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert lines[place.news.name][-2:] == ("2", "0")
    assert "近30天访问量" in lines["栏目"]


def test_columns_nobody_visits_are_listed_but_not_new_ones(place, manager):
    old = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    dead = ColumnFactory(site=place.subsite, opened_at=old, name="冷清")
    ColumnFactory(site=place.subsite, opened_at=NOW, name="新开")
    ColumnFactory(opened_at=old)
    count({f"/{place.news.path}/": 1})

    rows = statistics.unvisited(manager, today=DAY, days=90)

    assert set(rows) == {dead, place.column}
    page = client_of(manager).get("/manage/sites/unvisited/").content.decode()
    assert "冷清" in page
    assert as_(place, "editor").get("/manage/sites/unvisited/").status_code == 404


def test_periods_lie_side_by_side(place):
    path = f"/{place.news.path}/"
    for number, ago in enumerate((0, 6, 7, 13, 14)):
        count({path: 10**number}, f"day {ago}", DAY - dt.timedelta(days=ago))

    [row] = statistics.column_statistics(place.portal, today=DAY, days=7)

    assert (row.visited, row.visited_before) == (11, 1100)
