"""Sites and columns are opened, renamed, moved and closed; old addresses lead on."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.jobs.models import OutboxEvent
from xinqiao.kernel.sites import actions, policies, queries, rules
from xinqiao.kernel.sites.models import Column, ColumnGrant, Redirect, Site
from xinqiao.kernel.sites.tests.factories import (
    NOW,
    ColumnFactory,
    OrganisationFactory,
    SiteFactory,
    UserFactory,
    again,
    person,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return SiteFactory(kind="portal", code="qingxi", own_desk=True)


@pytest.fixture
def manager(portal):
    return person("site_manager", organisation=portal.organisation)


def open_column(manager, site, slug, **fields):
    fields.setdefault("name", slug)
    return actions.open_column(actor=manager, site_id=site.pk, slug=slug, now=NOW, **fields)


def test_system_administrator_opens_the_portal():
    admin = person("system_admin", organisation=OrganisationFactory())

    site = actions.open_site(
        actor=admin,
        code="qingxi",
        name="青溪县人民政府",
        kind="portal",
        organisation_id=admin.organisation_id,
        now=NOW,
        own_desk=True,
    )

    assert site.prefix == ""
    assert AuditEvent.objects.get().action == "sites.site_opened"


def test_site_manager_opens_sub_sites_and_nobody_else_does(portal, manager):
    facts = {"name": "文旅局", "organisation_id": OrganisationFactory().pk, "now": NOW}

    site = actions.open_site(actor=manager, code="culture", parent_id=portal.pk, **facts)

    assert site.address("news/") == "/sites/culture/news/"
    assert site.desk == portal
    with pytest.raises(PermissionDenied):
        actions.open_site(actor=UserFactory(), code="b", parent_id=portal.pk, **facts)
    with pytest.raises(PermissionDenied):
        actions.open_site(actor=manager, code="b", kind="portal", **facts)


def test_site_is_changed_and_closed(portal, manager):
    actions.change_site(actor=manager, site_id=portal.pk, now=NOW, name="新名", phone="0511")
    assert Site.objects.get().name == "新名"
    with pytest.raises(rules.TreeRefused):
        actions.change_site(actor=manager, site_id=portal.pk, now=NOW, code="other")
    actions.change_site(actor=manager, site_id=portal.pk, now=NOW, theme="teal")
    with pytest.raises(rules.TreeRefused):
        actions.change_site(actor=manager, site_id=portal.pk, now=NOW, theme="pink")
    with pytest.raises(PermissionDenied):
        actions.change_site(actor=UserFactory(), site_id=portal.pk, now=NOW, name="某")

    sub = SiteFactory(parent=portal)
    actions.close_site(actor=manager, site_id=sub.pk, reason="归并", now=NOW)
    assert not Site.objects.open().filter(pk=sub.pk).exists()
    with pytest.raises(PermissionDenied):
        actions.close_site(actor=UserFactory(), site_id=sub.pk, reason="归并", now=NOW)


def test_column_stands_below_its_parent(portal, manager):
    news = open_column(manager, portal, "news")
    county = open_column(manager, portal, "county", parent_id=news.pk)

    assert county.path == "news/county"
    assert county.ancestor_ids == [news.pk, county.pk]
    assert county.address == "/news/county/"
    assert county.organisation == portal.organisation
    assert f"site:{portal.pk}:navigation" in OutboxEvent.objects.latest("pk").keys


def test_column_is_refused_at_a_reserved_address_and_to_strangers(portal, manager):
    with pytest.raises(rules.SlugRefused):
        open_column(manager, portal, "search")
    with pytest.raises(PermissionDenied):
        open_column(UserFactory(), portal, "news")


def test_column_is_changed_in_what_does_not_move_it(portal, manager):
    column = open_column(manager, portal, "news")

    actions.change_column(actor=manager, column_id=column.pk, now=NOW, name="要闻")

    assert Column.objects.get().name == "要闻"
    with pytest.raises(rules.TreeRefused):
        actions.change_column(actor=manager, column_id=column.pk, now=NOW, slug="x")
    with pytest.raises(PermissionDenied):
        actions.change_column(actor=UserFactory(), column_id=column.pk, now=NOW, name="某")


def test_renamed_column_leaves_redirects_for_all_below_it(portal, manager):
    news = open_column(manager, portal, "news")
    open_column(manager, portal, "county", parent_id=news.pk)

    actions.rename_column(actor=manager, column_id=news.pk, slug="xinwen", name="新闻", now=NOW)

    assert set(Column.objects.values_list("path", flat=True)) == {"xinwen", "xinwen/county"}
    leads = dict(Redirect.objects.values_list("old_path", "new_path"))
    assert leads == {"news": "xinwen", "news/county": "xinwen/county"}
    assert "/news/county/" in OutboxEvent.objects.latest("pk").paths


def test_redirects_never_point_at_redirects(portal, manager):
    news = open_column(manager, portal, "news")
    for slug in ("second", "third"):
        actions.rename_column(actor=manager, column_id=news.pk, slug=slug, name="新闻", now=NOW)

    leads = dict(Redirect.objects.values_list("old_path", "new_path"))
    assert leads == {"news": "third", "second": "third"}

    actions.rename_column(actor=manager, column_id=news.pk, slug="news", name="新闻", now=NOW)
    leads = dict(Redirect.objects.values_list("old_path", "new_path"))
    assert leads == {"second": "news", "third": "news"}


def test_new_name_without_new_address_leaves_no_redirect(portal, manager):
    news = open_column(manager, portal, "news")

    actions.rename_column(actor=manager, column_id=news.pk, slug="news", name="要闻", now=NOW)

    assert not Redirect.objects.exists()
    with pytest.raises(PermissionDenied):
        actions.rename_column(actor=UserFactory(), column_id=news.pk, slug="x", name="某", now=NOW)


def test_column_opened_at_an_old_address_takes_it_over(portal, manager):
    news = open_column(manager, portal, "news")
    actions.rename_column(actor=manager, column_id=news.pk, slug="other", name="某", now=NOW)

    open_column(manager, portal, "news")

    assert not Redirect.objects.exists()


def test_column_moves_with_all_below_it(portal, manager):
    news = open_column(manager, portal, "news")
    county = open_column(manager, portal, "county", parent_id=news.pk)
    topic = open_column(manager, portal, "open")

    actions.move_column(actor=manager, column_id=news.pk, parent_id=topic.pk, now=NOW)

    county.refresh_from_db()
    assert county.path == "open/news/county"
    assert county.ancestor_ids == [topic.pk, news.pk, county.pk]
    actions.move_column(actor=manager, column_id=county.pk, parent_id=None, now=NOW)
    county.refresh_from_db()
    assert (county.path, county.ancestor_ids) == ("county", [county.pk])


def test_column_does_not_move_below_itself_nor_too_deep_nor_for_strangers(portal, manager):
    news = open_column(manager, portal, "news")
    below = open_column(manager, portal, "a", parent_id=news.pk)
    with pytest.raises(rules.TreeRefused):
        actions.move_column(actor=manager, column_id=news.pk, parent_id=below.pk, now=NOW)
    with pytest.raises(PermissionDenied):
        actions.move_column(actor=UserFactory(), column_id=below.pk, parent_id=None, now=NOW)
    deep = None
    for level in range(4):
        deep = open_column(manager, portal, f"l{level}", parent_id=deep.pk if deep else None)
    with pytest.raises(rules.TreeRefused):
        actions.move_column(actor=manager, column_id=news.pk, parent_id=deep.pk, now=NOW)


@pytest.mark.parametrize("merged", [True, False])
def test_closed_column_leads_on_or_is_gone(portal, manager, merged):
    news = open_column(manager, portal, "news")
    into = open_column(manager, portal, "other")

    actions.close_column(
        actor=manager,
        column_id=news.pk,
        reason="归并",
        now=NOW,
        into_id=into.pk if merged else None,
    )

    lead = Redirect.objects.get()
    assert (lead.new_path, lead.gone) == (("other", False) if merged else ("", True))
    assert list(Column.objects.open()) == [into]
    with pytest.raises(PermissionDenied):
        actions.close_column(actor=UserFactory(), column_id=news.pk, reason="", now=NOW)


def test_grant_opens_a_column_to_another_unit_until_it_is_revoked(portal, manager):
    parent = open_column(manager, portal, "news")
    child = open_column(manager, portal, "a", parent_id=parent.pk)
    guest = person("contributor", organisation=OrganisationFactory())
    assert not queries.columns_for(again(guest), "contributor").exists()

    grant = actions.grant_column(
        actor=manager,
        column_id=parent.pk,
        organisation_id=guest.organisation_id,
        duties=["contributor"],
        now=NOW,
    )

    assert set(queries.columns_for(again(guest), "contributor")) == {parent, child}
    assert policies.holds_in_column(again(guest), child, "contributor")
    assert not queries.columns_for(again(guest), "editor").exists()
    actions.grant_column(
        actor=manager,
        column_id=parent.pk,
        organisation_id=guest.organisation_id,
        duties=["contributor"],
        with_subtree=False,
        now=NOW,
    )
    assert set(queries.columns_for(again(guest), "contributor")) == {parent}
    assert not policies.is_granted(again(guest), child, "contributor")
    with pytest.raises(PermissionDenied):
        actions.revoke_grant(actor=UserFactory(), grant_id=grant.pk, now=NOW)
    actions.revoke_grant(actor=manager, grant_id=grant.pk, now=NOW)
    assert not queries.columns_for(again(guest), "contributor").exists()
    with pytest.raises(PermissionDenied):
        actions.grant_column(
            actor=guest, column_id=parent.pk, organisation_id=1, duties=[], now=NOW
        )


def test_unit_holds_its_own_columns_and_those_of_its_site(portal):
    unit = OrganisationFactory()
    writer = person("contributor", organisation=unit)
    own = ColumnFactory(site=SiteFactory(parent=portal, organisation=unit))
    built = ColumnFactory(site=portal, organisation=unit)
    foreign = ColumnFactory(site=portal)

    assert set(queries.columns_for(writer, "contributor")) == {own, built}
    assert policies.holds_in_column(writer, own, "contributor")
    assert policies.holds_in_column(writer, built, "contributor")
    assert not policies.holds_in_column(writer, foreign, "contributor")


def test_desk_is_the_site_above_unless_the_unit_has_its_own(portal):
    editor = person("editor", organisation=portal.organisation)
    handed = SiteFactory(parent=portal)
    below = SiteFactory(parent=handed)
    own = SiteFactory(parent=portal, own_desk=True)
    village = SiteFactory(parent=own)
    columns = {site: ColumnFactory(site=site) for site in (portal, handed, below, own, village)}

    found = set(queries.desk_columns_for(editor, "editor"))

    assert found == {columns[portal], columns[handed], columns[below]}
    for site, column in columns.items():
        assert policies.holds_at_desk(editor, column, "editor") is (column in found)
        assert (site.desk.organisation == portal.organisation) is (column in found)
    of_township = person("editor", organisation=own.organisation)
    assert set(queries.desk_columns_for(of_township, "editor")) == {columns[own], columns[village]}


def test_manager_of_the_desk_manages_the_sites_below(portal, manager):
    handed = SiteFactory(parent=portal)
    SiteFactory(parent=portal, own_desk=True)

    assert set(queries.sites_managed_by(manager)) == {portal, handed}


def test_names_say_what_things_are(portal):
    column = ColumnFactory(site=portal, name="要闻")
    grant = ColumnGrant(organisation=portal.organisation, column=column)

    assert str(portal) == portal.name
    assert str(grant).endswith("→ 要闻")
    assert str(Redirect(old_path="a", new_path="b")) == "a → b"
    assert str(Redirect(old_path="a")) == "a → 410"


def test_grant_counts_only_for_the_duties_it_names(portal, manager):
    column = open_column(manager, portal, "news")
    guest = person("editor", "contributor", organisation=OrganisationFactory())
    ColumnGrant.objects.create(
        organisation=guest.organisation, column=column, duties=["contributor"]
    )

    assert not queries.desk_columns_for(guest, "editor").exists()
    assert not policies.holds_at_desk(guest, column, "editor")
    assert not policies.holds_at_desk(UserFactory(), column, "editor")
    assert set(queries.columns_for(guest, "contributor", "editor")) == {column}


def test_column_has_a_keeper_a_mode_and_an_update_rule(portal, manager):
    column = open_column(manager, portal, "news", mode="joint", update_days=1)

    assert column.mode == "joint"
    assert column.due_date == dt.date(2026, 11, 25)
    actions.change_column(
        actor=manager, column_id=column.pk, now=NOW, keeper_id=manager.pk, update_days=7
    )
    column.refresh_from_db()
    assert (column.keeper, column.due_date) == (manager, dt.date(2026, 12, 1))
    with pytest.raises(rules.TreeRefused):
        actions.change_column(actor=manager, column_id=column.pk, now=NOW, kind="static")


def test_merged_column_knows_where_it_went_also_after_another_merger(portal, manager):
    first, second, third = (open_column(manager, portal, slug) for slug in ("a", "b", "c"))
    below = open_column(manager, portal, "x", parent_id=first.pk)

    def close(column, into):
        actions.close_column(
            actor=manager, column_id=column.pk, reason="久未更新", now=NOW, into_id=into.pk
        )

    close(first, second)
    close(second, third)

    homes = {column.path: column.home for column in Column.objects.all()}
    assert homes == {"a": third, "a/x": third, "b": third, "c": third}
    below.refresh_from_db()
    assert (below.closed_reason, below.closed_at, below.is_open) == ("久未更新", NOW, False)
    leads = dict(Redirect.objects.values_list("old_path", "new_path"))
    assert leads == {"a": "c", "a/x": "c", "b": "c"}


def test_column_is_not_closed_twice_nor_merged_into_what_is_closed(portal, manager):
    column, into = open_column(manager, portal, "a"), open_column(manager, portal, "b")
    below = open_column(manager, portal, "x", parent_id=column.pk)

    def close(column, into):
        actions.close_column(
            actor=manager, column_id=column.pk, reason="归并", now=NOW, into_id=into and into.pk
        )

    with pytest.raises(rules.TreeRefused):
        close(column, below)
    with pytest.raises(rules.TreeRefused):
        close(column, column)
    close(into, None)
    with pytest.raises(rules.TreeRefused):
        close(into, None)
    with pytest.raises(rules.TreeRefused):
        close(column, into)


def test_keeper_looks_a_static_column_over(portal, manager):
    keeper = UserFactory()
    day = dt.date(2027, 5, 1)
    column = open_column(
        manager, portal, "about", kind="static", keeper_id=keeper.pk, review_by=day
    )
    dynamic = open_column(manager, portal, "news", keeper_id=keeper.pk)

    def review(actor, column, next_review):
        actions.review_column(actor=actor, column_id=column.pk, next_review=next_review, now=NOW)

    review(keeper, column, dt.date(2027, 6, 1))
    column.refresh_from_db()
    assert column.due_date == dt.date(2027, 6, 1)
    for wrong in (dt.date(2026, 11, 24), dt.date(2028, 1, 1)):
        with pytest.raises(rules.TreeRefused):
            review(manager, column, wrong)
    with pytest.raises(rules.TreeRefused):
        review(keeper, dynamic, day)
    with pytest.raises(PermissionDenied):
        review(UserFactory(), column, day)
