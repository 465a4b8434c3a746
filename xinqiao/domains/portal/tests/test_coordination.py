"""Who is next in each column, and the pack for the weekly meeting."""

import datetime as dt

import pytest

from xinqiao.domains.portal import actions, queries
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.tests.factories import NOW, bring_to, draft, online
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.sites.models import Column, ColumnGrant
from xinqiao.kernel.sites.tests.factories import (
    ColumnFactory,
    OrganisationFactory,
    SiteFactory,
    person,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 24)
DAY = dt.timedelta(days=1)


# --- the workflow of a column


def test_every_class_shows_its_steps_with_names(place):
    ways = {way.label: way.steps for way in queries.ways(place.column, TODAY)}

    assert ways["快速通道"] == (
        ("保密审查", (place.people["secrecy_reviewer"].name,)),
        ("发布", (place.people["publisher"].name,)),
    )
    assert [label for label, _people in ways["敏感"]] == [
        "审核", "单位负责人审签", "保密审查", "领导审签", "编发", "发布",
    ]  # fmt: skip


def test_waiting_articles_name_who_is_next_and_never_an_author(place):
    both = person("contributor", "unit_reviewer", organisation=place.unit)
    waiting = bring_to(place, "unit_review")
    Article.objects.filter(pk=waiting.pk).update(writers=[both.pk])
    approved = bring_to(place, "approved")
    back = bring_to(place, "unit_review")
    actions.send_back(
        actor=place.people["unit_reviewer"],
        article_id=back.pk,
        to_stage="returned",
        reason="改",
        now=NOW,
    )

    found = {
        one.article.pk: one.people
        for one in queries.waiting_in(place.column, place.fresh("contributor"), TODAY)
    }

    assert found == {
        waiting.pk: (place.people["unit_reviewer"].name,),
        approved.pk: (place.people["publisher"].name,),
        back.pk: (place.people["contributor"].name,),
    }


def test_people_by_grant_stand_at_the_desk_of_their_duty_only(place):
    helper = OrganisationFactory()
    editor, publisher = (person(duty, organisation=helper) for duty in ("editor", "publisher"))
    ColumnGrant.objects.create(column=place.column, organisation=helper, duties=["editor"])
    below = ColumnFactory(site=place.subsite, parent=place.column)
    ColumnGrant.objects.create(
        column=below, organisation=OrganisationFactory(), duties=["editor"], with_subtree=False
    )

    steps = dict(queries.ways(place.column, TODAY)[0].steps)

    assert steps["编发"] == (place.people["editor"].name, editor.name)
    assert publisher.name not in steps["发布"]


def test_map_of_a_column_costs_the_same_whatever_waits(place, django_assert_num_queries):
    for _n in range(6):
        bring_to(place, "unit_review")
    user = place.fresh("contributor")
    user.duty_codes  # noqa: B018 (read once a request)

    with django_assert_num_queries(3):
        assert len(queries.waiting_in(place.column, user, TODAY)) == 6


def test_columns_at_work_and_the_map_on_the_screens(place):
    Column.objects.filter(pk=place.column.pk).update(mode="joint")
    bring_to(place, "unit_review")
    draft(place)
    client = as_(place, "unit_reviewer")

    assert place.column.name in client.get("/manage/flows/").content.decode()
    page = client.get(f"/manage/flows/{place.column.pk}/").content.decode()
    assert place.people["unit_reviewer"].name in page
    assert "来稿单位" in page
    stranger = client_of(person("unit_reviewer", organisation=OrganisationFactory()))
    assert stranger.get(f"/manage/flows/{place.column.pk}/").status_code == 404
    assert place.column.name not in stranger.get("/manage/flows/").content.decode()


def test_keeper_sees_his_column_even_when_nothing_waits(place):
    keeper = place.fresh("contributor")
    Column.objects.filter(pk=place.column.pk).update(keeper=keeper)

    assert queries.known_columns(keeper, Column.objects.all()).get() == place.column


# --- the pack


def pack(place, now=NOW + 8 * DAY):
    return queries.weekly_pack([place.office.pk], now=now, today=TODAY + 8 * DAY)


def test_overdue_columns_are_those_past_their_rule(place):
    common = {"site": place.portal, "opened_at": NOW - 30 * DAY}
    late = ColumnFactory(update_days=7, last_published_at=NOW, **common)
    never = ColumnFactory(update_days=30, **common)
    static = ColumnFactory(kind="static", review_by=TODAY, **common)
    ColumnFactory(update_days=14, last_published_at=NOW, **common)
    ColumnFactory(update_days=7, last_published_at=NOW, site=SiteFactory())

    assert {column.pk for column in pack(place).columns} == {late.pk, never.pk, static.pk}


def test_late_returned_unreviewed_and_numbers(place):
    bring_to(place, "unit_review", title="迟")
    bring_to(place, "unit_review", title="不迟")
    Article.objects.filter(title="不迟").update(submitted_at=NOW + 8 * DAY)
    back = bring_to(place, "unit_review", title="退")
    actions.send_back(
        actor=place.people["unit_reviewer"],
        article_id=back.pk,
        to_stage="returned",
        reason="改",
        now=NOW,
    )
    express = online(place, content_class="express", title="急")

    found = pack(place, now=NOW + 5 * DAY)

    assert [article.title for article in found.late] == ["迟"]
    assert [article.title for article in found.returned] == ["退"]
    assert found.unreviewed == [express]
    assert found.numbers == {"published": 1, "corrected": 0, "withdrawn": 0}


def public_document(place, title, **plan):
    article = draft(
        place, title=title, kind="document", content_class="document", issuing_body="县政府"
    )
    actions.plan_interpretation(
        actor=place.fresh("unit_head" if "exemption" in plan else "contributor"),
        article_id=article.pk,
        now=NOW,
        **plan,
    )
    return online(place, article)


def test_documents_without_a_public_interpretation_unless_they_need_none(place):
    named = public_document(place, "养老补贴办法", reading_forms=["text"])
    alone = public_document(place, "停车管理办法", reading_forms=["text"])
    public_document(place, "人事任免通知", exemption="不涉及公众权利义务")
    online(place, kind="interpretation", title="读懂", reading_form="text", interprets=[named.pk])

    assert pack(place).unexplained == [alone]


def test_reprints_and_tasks_that_are_open(place):
    far = SiteFactory(parent=place.portal, own_desk=True)
    ColumnFactory(site=far)
    actions.push(
        actor=place.fresh("publisher"), article_id=online(place).pk, basis="国务院文件", now=NOW
    )
    task = actions.give_task(
        actor=place.fresh("editor"),
        organisation_id=place.office.pk,
        kind="content",
        title="补齐机构职能",
        due_at=NOW + DAY,
        unit_ids=[place.unit.pk],
        now=NOW,
    )

    found = pack(place)

    assert [row.site for row in found.reprints] == [far]
    assert found.tasks == [task]


def test_pack_on_the_screen_is_for_the_desk_and_its_readers(place, time_machine):
    time_machine.move_to(NOW + 3 * DAY)
    bring_to(place, "unit_review", title="久等的稿件")

    assert "久等的稿件" in as_(place, "editor").get("/manage/weekly/").content.decode()
    stranger = client_of(person("editor", organisation=OrganisationFactory()))
    assert "久等的稿件" not in stranger.get("/manage/weekly/").content.decode()
    assert as_(place, "contributor").get("/manage/weekly/").status_code == 404
