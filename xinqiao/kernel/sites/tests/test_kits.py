"""A kit makes a whole sub-site or a branch of columns in one short act."""

import time

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.sites import actions, kits, rules
from xinqiao.kernel.sites.models import Column, ColumnGrant, Redirect, Site
from xinqiao.kernel.sites.tests.factories import (
    NOW,
    ColumnFactory,
    OrganisationFactory,
    SiteFactory,
    UserFactory,
    person,
)

pytestmark = pytest.mark.django_db
MINUTE = 60  # seconds
FEW_QUERIES = 40


@pytest.fixture
def portal():
    return SiteFactory(kind="portal", code="qingxi", own_desk=True, icp="示例ICP备1号")


@pytest.fixture
def manager(portal):
    return person("site_manager", organisation=portal.organisation)


def found(manager, portal, **facts):
    facts = {
        "kit": "township",
        "code": "town-a",
        "name": "甲镇人民政府",
        "organisation_id": OrganisationFactory().pk,
        "keeper_id": manager.pk,
    } | facts
    return actions.found_site(actor=manager, parent_id=portal.pk, now=NOW, **facts)


@pytest.mark.parametrize("kit", kits.all_kits().values(), ids=lambda kit: kit.code)
def test_every_kit_can_be_laid(kit):
    paths = [column.path for column in kit.columns]

    assert len(set(paths)) == len(paths)
    assert kit.use in {"site", "portal", "branch"}
    for column in kit.columns:
        rules.check_slug(column.slug, top=column.depth == 1)
        rules.check_update_rule(
            kind=column.kind,
            update_days=None if column.kind == "static" else column.days,
            review_by=None,
        )
        assert column.kind in rules.ColumnKind
        assert column.mode in rules.ColumnMode
        assert not column.parent_path or column.parent_path in paths[: paths.index(column.path)]


def test_portal_kit_has_eighty_five_columns_in_six_areas():
    columns = kits.all_kits()["portal"].columns

    assert len([column for column in columns if column.depth == 1]) == 6
    assert len([column for column in columns if column.depth == 2]) == 85


def test_one_form_makes_a_whole_sub_site_well_under_a_minute(portal, manager):
    town = OrganisationFactory(name="甲镇人民政府")
    villages = [OrganisationFactory(parent=town) for _ in range(30)]
    started = time.monotonic()

    with CaptureQueriesContext(connection) as caught:
        site = found(manager, portal, organisation_id=town.pk)

    assert time.monotonic() - started < MINUTE
    assert len(caught) <= FEW_QUERIES
    assert (site.kit, site.theme, site.sponsor) == ("township", "green", "甲镇人民政府")
    assert site.icp == ""  # the footer shows the portal's
    columns = {column.path: column for column in site.columns.all()}
    assert len(columns) == len(kits.all_kits()["township"].columns)
    assert {column.keeper for column in columns.values()} == {manager}
    assert str(columns["overview"].review_by) == "2027-05-23"
    assert columns["news"].update_days == 14
    assert columns["villages"].mode == "joint"
    grants = ColumnGrant.objects.filter(column=columns["villages"], duties=["contributor"])
    assert {grant.organisation for grant in grants} == set(villages)
    assert AuditEvent.objects.filter(action="sites.kit_laid").count() == 1


def test_number_of_queries_does_not_grow_with_the_kit(portal, manager):
    with CaptureQueriesContext(connection) as large:
        actions.lay_branch(
            actor=manager, site_id=portal.pk, kit="portal", keeper_id=manager.pk, now=NOW
        )

    assert Column.objects.count() == 91
    assert len(large) <= FEW_QUERIES


def test_a_branch_stands_below_the_column_that_was_chosen(portal, manager):
    services = ColumnFactory(site=portal, slug="for-people")
    Redirect.objects.create(site=portal, old_path="for-people/rural", new_path="x")

    made = actions.lay_branch(
        actor=manager,
        site_id=portal.pk,
        kit="rural",
        keeper_id=manager.pk,
        parent_id=services.pk,
        now=NOW,
    )

    prices = Column.objects.get(path="for-people/rural/prices")
    assert prices in made
    assert prices.ancestor_ids[0] == services.pk
    assert not Redirect.objects.exists()


def test_kit_is_refused_where_something_stands_or_room_is_missing(portal, manager):
    deep = None
    for _level in range(4):
        deep = ColumnFactory(site=portal, parent=deep)
    ColumnFactory(site=portal, slug="life")
    ColumnFactory(site=portal, slug="rural", parent=deep.parent)

    def lay(kit, parent=None):
        actions.lay_branch(
            actor=manager,
            site_id=portal.pk,
            kit=kit,
            keeper_id=manager.pk,
            parent_id=parent and parent.pk,
            now=NOW,
        )

    for kit, parent in (("life", None), ("rural", deep), ("township", None), ("none", None)):
        with pytest.raises(rules.TreeRefused):
            lay(kit, parent)


def test_nobody_else_founds_a_site_or_lays_a_branch(portal, manager):
    stranger = UserFactory()
    with pytest.raises(PermissionDenied):
        found(stranger, portal)
    with pytest.raises(PermissionDenied):
        actions.lay_branch(
            actor=stranger, site_id=portal.pk, kit="rural", keeper_id=manager.pk, now=NOW
        )
    with pytest.raises(rules.TreeRefused):
        found(manager, portal, kit="rural")

    assert Site.objects.count() == 1
