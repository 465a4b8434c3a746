"""The usable rate: of what was decided, what was published; each unit sees its own."""

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import load_workbook

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.rules import Stage
from xinqiao.domains.portal.tests.factories import NOW, bring_to, draft, online
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.sites.tests.factories import OrganisationFactory, person

pytestmark = pytest.mark.django_db
DAY = NOW.date()


def figures(user, since=DAY, until=DAY):
    return queries.usability(user, since=since, until=until)


def returned(place):
    article = bring_to(place, Stage.UNIT_REVIEW, title="退回的信息")
    return actions.send_back(
        actor=place.people["unit_reviewer"],
        article_id=article.pk,
        to_stage=Stage.RETURNED,
        reason="内容不实",
        now=NOW,
    )


@pytest.mark.parametrize(
    ("published", "returned", "rate"),
    [(0, 0, None), (1, 0, 100), (0, 3, 0), (949, 51, 94), (95, 5, 95)],
)
def test_the_rate_counts_what_was_decided_and_rounds_down(published, returned, rate):
    assert rules.usable_rate(published=published, returned=returned) == rate


def test_drafts_do_not_count_and_what_is_on_its_way_is_not_decided(place):
    draft(place)
    online(place)
    bring_to(place, Stage.UNIT_REVIEW, title="在途")

    (row,) = figures(place.fresh("unit_head"))

    assert (row.unit, row.submitted, row.published) == (place.unit.name, 2, 1)
    assert (row.waiting, row.rate, row.adoption_rate) == (1, 100, None)
    assert not row.is_below_target


def test_an_item_sent_back_lowers_the_rate(place):
    online(place)
    returned(place)

    (row,) = figures(place.fresh("editor"))

    assert (row.published, row.returned, row.rate) == (1, 1, 50)
    assert row.is_below_target


def test_the_period_includes_both_its_days(place):
    online(place)
    user = place.fresh("unit_head")
    day = dt.timedelta(days=1)

    assert len(figures(user, DAY - day, DAY)) == len(figures(user, DAY, DAY + day)) == 1
    assert figures(user, DAY + day, DAY + day) == figures(user, DAY - day, DAY - day) == []


def test_a_stranger_sees_no_other_units_figures(place):
    online(place)

    assert figures(person("unit_head", organisation=OrganisationFactory())) == []


def test_figures_take_two_queries_however_many_units(place, django_assert_max_num_queries):
    online(place)
    user = place.fresh("unit_head")
    figures(user)

    with django_assert_max_num_queries(2):
        figures(user)


def test_the_page_and_the_workbook_say_the_same(place):
    online(place)
    client = as_(place, "unit_head")
    period = {"since": DAY.isoformat(), "until": DAY.isoformat()}

    page = client.get("/manage/usability/", period).content.decode()
    answer = client.get("/manage/usability/export/", period)
    rows = list(load_workbook(BytesIO(b"".join(answer.streaming_content))).active.values)

    assert "100%" in page
    assert place.unit.name in page
    assert rows[1][:6] == (place.unit.name, "1", "1", "0", "0", "100")


def test_a_period_that_cannot_be_read_is_explained(place):
    page = as_(place, "unit_head").get("/manage/usability/", {"since": "昨天"}).content.decode()

    assert "没有报送的信息" in page


def test_an_auditor_has_no_such_page():
    assert (
        client_of(person("auditor", organisation=OrganisationFactory()))
        .get("/manage/usability/")
        .status_code
        == 404
    )
