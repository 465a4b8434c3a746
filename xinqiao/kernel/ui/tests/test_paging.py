"""Keyset pages meet without gap or overlap, forwards and backwards."""

import pytest

from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.ui import paging

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    Organisation.objects.bulk_create(
        Organisation(
            code=f"u{number}", name=f"单位{number}", short_name=str(number), path=f"/{number}/"
        )
        for number in range(47)
    )
    return Organisation.objects.all()


def _walk(rows, *, newer=False, cursor=""):
    seen = []
    while True:
        page = paging.page_of(rows, cursor, per_page=10)
        seen.append([row.pk for row in page.rows])
        cursor = page.newer if newer else page.older
        if not cursor:
            return seen, page


def test_every_row_comes_exactly_once_newest_first(rows):
    pages, last = _walk(rows)

    flat = [pk for page in pages for pk in page]
    assert flat == sorted(flat, reverse=True)
    assert len(flat) == len(set(flat)) == 47
    assert last.newer


def test_going_back_shows_the_same_pages_to_the_first(rows):
    forward, last = _walk(rows)

    back, first = _walk(rows, newer=True, cursor=last.newer)

    assert [pk for page in reversed(back) for pk in page] == [
        pk for page in forward[:-1] for pk in page
    ]
    assert not first.newer


@pytest.mark.parametrize("cursor", ["", "a", "b-1", "c5", "a1;drop", "a" + "9" * 40, "第2页"])
def test_unreadable_cursor_is_the_first_page(rows, cursor):
    page = paging.page_of(rows, cursor, per_page=10)

    assert not page.newer
    assert len(page.rows) == 10


def test_page_is_one_query(rows, django_assert_num_queries):
    with django_assert_num_queries(1):
        paging.page_of(rows, "a20", per_page=10)
