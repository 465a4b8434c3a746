"""Who sees and may do what: one table of people by act, and what a stranger finds: nothing."""

import pytest

from xinqiao.domains.portal import actions, policies, queries
from xinqiao.domains.portal.models import Article, Placement, querysets
from xinqiao.domains.portal.rules import Stage
from xinqiao.domains.portal.tests.factories import NOW, STAFF, bring_to, county, draft, online
from xinqiao.kernel.sites import queries as sites_queries
from xinqiao.kernel.sites.models import ColumnGrant
from xinqiao.kernel.sites.tests.factories import (
    ColumnFactory,
    OrganisationFactory,
    SiteFactory,
    UserFactory,
    again,
    person,
)

pytestmark = pytest.mark.django_db


TABLE = [
    (policies.can_write, {"contributor"}),
    (policies.can_edit_at_desk, {"editor"}),
    (policies.can_publish, {"publisher"}),
    (policies.can_withdraw, {"publisher"}),
    (policies.can_correct, {"contributor", "publisher"}),
    (policies.can_offer, {"contributor", "unit_reviewer", "unit_head", "editor"}),
]


@pytest.mark.parametrize(("policy", "duties"), TABLE)
def test_act_is_open_to_exactly_these_duties(place, policy, duties):
    article = draft(place)

    assert {duty for duty in STAFF if policy(place.fresh(duty), article)} == duties


@pytest.mark.parametrize(("policy", "duties"), TABLE)
def test_same_duties_of_another_unit_open_nothing(place, policy, duties):
    article = draft(place)
    stranger = person(*STAFF, organisation=OrganisationFactory())

    assert not policy(stranger, article)
    assert not policies.can_take_step(stranger, article)


@pytest.mark.parametrize(
    ("stage", "takers", "senders"),
    [
        ("draft", set(), set()),
        ("unit_review", {"unit_reviewer"}, {"unit_reviewer"}),
        ("unit_head", {"unit_head"}, {"unit_head"}),
        ("secrecy_review", {"secrecy_reviewer"}, {"secrecy_reviewer"}),
        ("leader", {"leader"}, {"leader"}),
        ("editing", {"editor"}, {"editor"}),
        ("approved", {"publisher"}, {"publisher", "editor"}),
        ("done", set(), set()),
    ],
)
def test_step_belongs_to_its_duty(place, stage, takers, senders):
    article = draft(place)
    article.stage = stage

    assert {d for d in STAFF if policies.can_take_step(place.fresh(d), article)} == takers
    assert {d for d in STAFF if policies.can_send_back(place.fresh(d), article)} == senders


def test_grant_lets_another_unit_write_in_a_column(place):
    guest = OrganisationFactory()
    writer = person("contributor", organisation=guest)
    assert not policies.can_create(writer, place.news, guest.pk)

    ColumnGrant.objects.create(organisation=guest, column=place.news, duties=["contributor"])

    writer = again(writer)
    assert policies.can_create(writer, place.news, guest.pk)
    assert not policies.can_create(writer, place.news, place.unit.pk)
    article = actions.create_draft(actor=writer, column_id=place.news.pk, title="共建", now=NOW)
    assert article.organisation == guest


def test_batch_steps_are_as_those_of_an_article(place):
    batch = type("Batch", (), {"column": place.column, "organisation_id": place.unit.pk})()

    may = policies.can_take_batch_step
    assert may(place.fresh("unit_reviewer"), batch, "unit_reviewer")
    assert may(place.fresh("publisher"), batch, "publisher")
    assert not may(place.fresh("publisher"), batch, "unit_reviewer")
    assert not may(person("publisher", organisation=place.unit), batch, "publisher")


# --- seeing


def sees(user, article):
    return Article.objects.visible_to(user).filter(pk=article.pk).exists()


def test_stranger_unit_sees_nothing_whatever_its_duties(place):
    article = online(place)
    stranger = person(*STAFF, "site_manager", organisation=OrganisationFactory())
    with_site = SiteFactory(parent=place.portal, own_desk=True)
    neighbour = person(*STAFF, "site_manager", organisation=with_site.organisation)

    assert not sees(stranger, article)
    assert not sees(neighbour, article)
    assert not sees(UserFactory(), article)


def test_unit_sees_its_drafts_and_the_desk_does_not(place):
    article = draft(place)

    assert sees(place.fresh("contributor"), article)
    assert sees(place.fresh("leader"), article)
    assert not sees(place.fresh("editor"), article)


def test_desk_sees_what_is_submitted_to_it(place):
    article = bring_to(place, Stage.UNIT_REVIEW)

    assert sees(place.fresh("editor"), article)
    assert sees(place.fresh("publisher"), article)


def test_desk_above_does_not_see_the_work_of_a_unit_with_its_own_desk():
    place = county(own_desk=True)
    article = online(place)
    editor = person("editor", organisation=place.office)

    assert not sees(editor, article)
    actions.offer(
        actor=place.people["contributor"],
        article_id=article.pk,
        column_id=place.news.pk,
        now=NOW,
    )
    assert sees(editor, article)


def test_granted_desk_sees_its_column_and_what_is_offered_there(place):
    guest = OrganisationFactory()
    editor = person("editor", organisation=guest)
    ColumnGrant.objects.create(organisation=guest, column=place.news, duties=["editor"])
    article = online(place)
    assert not sees(editor, article)

    actions.offer(
        actor=place.people["contributor"],
        article_id=article.pk,
        column_id=place.news.pk,
        now=NOW,
    )

    assert sees(editor, article)
    granted_directly = bring_to(
        place,
        Stage.UNIT_REVIEW,
        column_id=ColumnFactory(site=place.portal, organisation=place.unit).pk,
    )
    assert not sees(editor, granted_directly)


def test_supervisor_and_leader_read_what_their_field_has_submitted(place):
    written = draft(place)
    submitted = bring_to(place, Stage.UNIT_REVIEW)
    supervisor = person("supervisor", organisation=place.office)
    elsewhere = person("supervisor", organisation=OrganisationFactory())

    assert sees(supervisor, submitted)
    assert not sees(supervisor, written)
    assert not sees(elsewhere, submitted)
    assert not any(policy(supervisor, submitted) for policy, _duties in TABLE)


def test_author_does_not_take_his_own_article_over(place):
    both = person("contributor", organisation=place.unit)
    place.people["contributor"] = both
    article = online(place)
    placement = Placement(article=article, column=place.news)
    article.writers = [place.people["editor"].pk]

    assert not policies.can_decide_placement(place.fresh("editor"), placement)
    assert policies.can_withdraw_placement(place.fresh("editor"), placement)
    assert policies.can_withdraw_placement(place.fresh("publisher"), placement)
    assert not policies.can_withdraw_placement(both, placement)


def test_list_of_a_unit_is_one_query(place, django_assert_num_queries):
    for _n in range(3):
        draft(place)
    user = place.fresh("contributor")
    assert user.duty_codes

    with django_assert_num_queries(1):
        assert len(Article.objects.visible_to(user).select_related("column")[:20]) == 3


def test_list_of_a_desk_is_four_queries_of_which_three_are_asked_once(
    place, django_assert_num_queries
):
    for _n in range(3):
        bring_to(place, Stage.UNIT_REVIEW)
    user = place.fresh("editor")
    assert user.duty_codes

    for number in (4, 1):
        with django_assert_num_queries(number):
            assert len(Article.objects.visible_to(user).select_related("column")[:20]) == 3


def test_big_desk_sees_the_same_as_a_small_one(place, monkeypatch):
    submitted = bring_to(place, Stage.UNIT_REVIEW)
    unseen = draft(place)
    elsewhere = online(county(own_desk=True))
    monkeypatch.setattr(querysets, "FEW", 0)
    monkeypatch.setattr(sites_queries, "FEW", 0)
    editor = place.fresh("editor")

    assert sees(editor, submitted)
    assert not sees(editor, unseen)
    assert not sees(editor, elsewhere)
    actions.offer(
        actor=place.people["contributor"],
        article_id=submitted.pk,
        column_id=place.news.pk,
        now=NOW,
    )
    assert sees(place.fresh("editor"), submitted)


def test_workbench_path_names_the_article(place):
    article = draft(place)

    assert queries.workbench_path(article) == f"/manage/articles/{article.pk}/"
