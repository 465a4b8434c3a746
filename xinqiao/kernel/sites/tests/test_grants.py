"""Columns opened by grants: a person with very many sees the same as one with a few."""

import pytest

from xinqiao.kernel.sites import queries
from xinqiao.kernel.sites.models import Column, ColumnGrant
from xinqiao.kernel.sites.tests.factories import (
    ColumnFactory,
    OrganisationFactory,
    SiteFactory,
    again,
    person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted_over_few():
    """A unit with grants in more columns than are asked for one by one."""
    unit, site = OrganisationFactory(), SiteFactory()
    rows = [ColumnFactory(site=site) for _number in range(queries.FEW)]
    give_grants(unit, *rows)
    return unit


def give_grants(unit, *columns, duties=("editor",), with_subtree=True):
    for column in columns:
        ColumnGrant.objects.create(
            organisation=unit, column=column, with_subtree=with_subtree, duties=list(duties)
        )


def opened(user):
    return set(queries.columns_for(again(user), "editor"))


def test_subtrees_are_opened_by_the_grant_above_them_and_only_by_it(granted_over_few):
    top = ColumnFactory()
    below = ColumnFactory(site=top.site, parent=top)
    lowest = ColumnFactory(site=top.site, parent=below)
    beside = ColumnFactory(site=top.site)
    give_grants(granted_over_few, top)

    found = opened(person("editor", organisation=granted_over_few))

    assert {top, below, lowest} <= found
    assert beside not in found


def test_grant_without_its_subtree_opens_the_column_alone(granted_over_few):
    top = ColumnFactory()
    below = ColumnFactory(site=top.site, parent=top)
    give_grants(granted_over_few, top, with_subtree=False)

    found = opened(person("editor", organisation=granted_over_few))

    assert top in found
    assert below not in found


def test_many_grants_open_nothing_for_another_duty_or_another_unit(granted_over_few):
    other = ColumnFactory()
    give_grants(granted_over_few, other, duties=("publisher",))

    assert other not in opened(person("editor", organisation=granted_over_few))
    assert opened(person("editor", organisation=OrganisationFactory())) == set()


def test_the_way_of_asking_makes_no_difference(granted_over_few, monkeypatch):
    user = person("editor", organisation=granted_over_few)
    top = ColumnFactory()
    ColumnFactory(site=top.site, parent=top)
    give_grants(granted_over_few, top)
    many = opened(user)

    monkeypatch.setattr(queries, "FEW", 10_000)

    assert opened(user) == many
    assert len(many) == Column.objects.filter(site__code__isnull=False).count()


def test_a_thousand_grants_are_asked_for_at_once(granted_over_few, django_assert_num_queries):
    site = SiteFactory()
    rows = Column.objects.bulk_create(
        Column(
            site=site,
            slug=f"many-{number}",
            path=f"many-{number}",
            name="栏目",
            organisation=site.organisation,
            tree_path=f"/m{number}/",
        )
        for number in range(1_100)
    )
    ColumnGrant.objects.bulk_create(
        ColumnGrant(organisation=granted_over_few, column=row, duties=["editor"]) for row in rows
    )
    user = again(person("editor", organisation=granted_over_few))
    assert user.duty_codes

    with django_assert_num_queries(2):  # the grants, the columns
        assert queries.desk_columns_for(user, "editor").count() == len(rows) + queries.FEW
