"""Where nobody answers: each gap is listed until somebody is named."""

import datetime as dt

import pytest
from django.urls import reverse

from xinqiao.domains.planning.queries.gaps import gaps_for
from xinqiao.domains.planning.tests.test_stages import sign_in
from xinqiao.domains.portal.tests.factories import draft
from xinqiao.kernel.accounts.models import DutyAssignment, UnitOfficer
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.sites.tests.factories import (
    NOW,
    ColumnFactory,
    OrganisationFactory,
    SiteFactory,
    person,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)


def keep_all(user):
    Column.objects.update(keeper=user)


def officers(unit, user):
    for role in UnitOfficer.Role:
        UnitOfficer.objects.create(
            organisation=unit,
            role=role,
            name="甲",
            starts_date=dt.date(2020, 1, 1),
            recorded_by=user,
            recorded_at=NOW,
        )


def test_columns_without_a_keeper_or_with_one_who_left(place, manager):
    assert set(gaps_for(manager, TODAY).columns) == {place.news, place.column}

    keep_all(place.people["contributor"])
    assert gaps_for(manager, TODAY).columns == []
    place.people["contributor"].is_active = False
    place.people["contributor"].save()

    assert len(gaps_for(manager, TODAY).columns) == 2


def test_units_without_their_officers(place, manager):
    units = {unit for unit, _missing in gaps_for(manager, TODAY).units}
    assert units == {place.office, place.unit}

    officers(place.unit, manager)

    assert [unit for unit, _missing in gaps_for(manager, TODAY).units] == [place.office]


def test_a_site_that_nobody_manages(place, manager):
    assert gaps_for(manager, TODAY).sites == []
    other = person("site_manager", organisation=place.unit)
    own = SiteFactory(parent=place.portal, organisation=OrganisationFactory(), own_desk=True)
    later = gaps_for(other, TODAY)
    assert own not in later.sites

    DutyAssignment.objects.filter(user=other).update(ends_date=dt.date(2026, 1, 1))

    assert gaps_for(other, TODAY).sites == []  # the desk's manager answers still
    DutyAssignment.objects.filter(user=manager).update(ends_date=dt.date(2026, 1, 1))
    assert place.subsite in gaps_for(manager, TODAY).sites


def test_work_that_waits_for_a_duty_that_nobody_holds(place, manager):
    draft(place)
    assert gaps_for(manager, TODAY).waiting == []

    DutyAssignment.objects.filter(duty="contributor").update(ends_date=dt.date(2026, 1, 1))

    (row,) = gaps_for(manager, TODAY).waiting
    assert (row.organisation, row.count, row.duties) == (place.unit, 1, ("contributor",))


def test_a_stranger_sees_no_gap_of_others_and_queries_do_not_grow(
    place, manager, django_assert_max_num_queries
):
    ColumnFactory.create_batch(5, site=place.subsite)
    stranger = person("site_manager", organisation=OrganisationFactory())
    assert gaps_for(stranger, TODAY).count == 0

    with django_assert_max_num_queries(12):
        assert gaps_for(manager, TODAY).count == 9


def test_the_page_lists_the_gaps(place, manager):
    page = sign_in(manager).get(reverse("planning:gaps")).content.decode()

    assert "栏目没有责任人" in page
    assert place.column.name in page
    assert "单位没有登记信息联络员" in page
