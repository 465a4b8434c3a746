"""Features step by step: asked for by the unit, decided at the portal, done on the day."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from xinqiao.domains.planning import actions, jobs, queries, rules
from xinqiao.domains.planning.models import FeatureRequest, FeatureStage
from xinqiao.domains.planning.views import stages as screens
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites import features
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.rules import FeatureRefused
from xinqiao.kernel.sites.tests.factories import NOW, OrganisationFactory, person

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 12, 1)
ON_DAY = dt.datetime(2026, 12, 1, 1, 0, tzinfo=dt.UTC)
BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"


def ask(actor, place, **changes):
    said = {"feature": "feeds", "is_on": False, "reason": "栏目还少", "now": NOW} | changes
    return actions.ask_feature(actor=actor, site_id=place.subsite.pk, **said)


def decide(actor, asked, **changes):
    said = {"is_granted": True, "answer": "同意", "now": NOW} | changes
    return actions.decide_request(actor=actor, request_id=asked.pk, **said)


def plan(actor, place, **changes):
    said = {"feature": "feeds", "is_on": False, "planned_date": DAY, "reason": "第二批"}
    said |= {"now": NOW} | changes
    return actions.plan_stage(actor=actor, site_id=place.subsite.pk, **said)


def has_feeds(place):
    return features.is_on(Site.objects.get(pk=place.subsite.pk), "feeds")


def sign_in(user):
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


def test_a_request_that_is_granted_switches_and_tells_the_unit(
    place, head, manager, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(head, place)
    assert "申请关闭：栏目订阅" in Notification.objects.get(user=manager).text
    (waits,) = screens.waiting_requests(manager)
    assert waits.url == reverse("planning:request", args=[asked.pk])
    assert list(screens.waiting_requests(head)) == []

    with django_capture_on_commit_callbacks(execute=True):
        decided = decide(manager, asked)

    assert (decided.state, decided.decided_by, decided.answer) == ("granted", manager, "同意")
    assert not has_feeds(place)
    told = Notification.objects.get(user=head)
    assert "关闭栏目订阅的申请已同意：同意" in told.text
    assert told.url == f"/manage/features/sites/{place.subsite.pk}/"
    assert AuditEvent.objects.latest("pk").action == "planning.request_granted"
    assert str(asked) == f"{place.subsite} feeds"


def test_a_request_that_is_declined_changes_nothing(place, head, manager):
    asked = ask(head, place)

    decided = decide(manager, asked, is_granted=False, answer="请先把栏目建齐")

    assert decided.state == "declined"
    assert has_feeds(place)
    assert AuditEvent.objects.latest("pk").action == "planning.request_declined"
    with pytest.raises(rules.PlanRefused, match="已经办过"):
        decide(manager, asked)
    assert ask(head, place).state == "open"


def test_a_request_granted_for_a_later_day_waits_for_it(place, head, manager):
    decide(manager, ask(head, place), planned_date=DAY)
    assert has_feeds(place)
    assert jobs.carry_out_stages(now=NOW) == 0

    assert jobs.carry_out_stages(now=ON_DAY) == 1

    assert not has_feeds(place)
    stage = FeatureStage.objects.get()
    assert (stage.state, stage.ended_at) == ("done", ON_DAY)
    assert str(stage) == f"{place.subsite} feeds {DAY}"
    assert jobs.carry_out_stages(now=ON_DAY) == 0


def test_a_stage_of_today_is_done_at_once(place, manager):
    plan(manager, place, planned_date=dt.date(2026, 11, 24))

    assert not has_feeds(place)
    assert not FeatureStage.objects.exists()


def test_what_was_switched_meanwhile_is_left_alone_on_the_day(place, manager):
    plan(manager, place)
    plan(manager, place, planned_date=dt.date(2026, 11, 24), reason="提前")

    assert jobs.carry_out_stages(now=ON_DAY) == 1

    assert FeatureStage.objects.get().state == "dropped"
    assert not has_feeds(place)


def test_a_stage_that_another_worker_took_is_passed_over(place, manager):
    plan(manager, place)
    stage = FeatureStage.objects.get()
    actions.drop_stage(actor=manager, stage_id=stage.pk, reason="暂缓", now=NOW)

    assert actions.stages._carry_out(stage.pk, ON_DAY) == 0


def test_a_stage_is_given_up_with_a_reason_once(place, manager, head):
    plan(manager, place)
    stage = FeatureStage.objects.get()
    with pytest.raises(PermissionDenied):
        actions.drop_stage(actor=head, stage_id=stage.pk, reason="暂缓", now=NOW)

    actions.drop_stage(actor=manager, stage_id=stage.pk, reason="暂缓", now=NOW)

    assert AuditEvent.objects.latest("pk").action == "planning.stage_dropped"
    with pytest.raises(rules.PlanRefused):
        actions.drop_stage(actor=manager, stage_id=stage.pk, reason="暂缓", now=NOW)
    assert jobs.carry_out_stages(now=ON_DAY) == 0


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        pytest.param({"feature": "teleport"}, "没有这项", id="no such feature"),
        pytest.param({"is_on": True}, "不用申请", id="already so"),
        pytest.param({"reason": " "}, "写明理由", id="no reason"),
        pytest.param({"reason": "长" * 301}, "最多300", id="too long"),
    ],
)
def test_a_request_that_makes_no_sense_is_refused(place, head, changes, told):
    with pytest.raises(rules.PlanRefused, match=told):
        ask(head, place, **changes)


def test_one_request_for_a_feature_waits_at_a_time(place, head):
    ask(head, place)
    with pytest.raises(rules.PlanRefused, match="等待决定"):
        ask(head, place)


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        pytest.param({"planned_date": dt.date(2026, 11, 23)}, rules.PlanRefused, id="yesterday"),
        pytest.param({"planned_date": dt.date(2030, 1, 1)}, rules.PlanRefused, id="too far"),
        pytest.param({"feature": "teleport"}, rules.PlanRefused, id="no such feature"),
        pytest.param({"is_on": True}, rules.PlanRefused, id="already so"),
        pytest.param(
            {"is_on": True, "planned_date": dt.date(2026, 11, 24)}, FeatureRefused, id="so today"
        ),
    ],
)
def test_a_stage_that_makes_no_sense_is_refused(place, manager, changes, error):
    with pytest.raises(error):
        plan(manager, place, **changes)


def test_one_stage_of_a_feature_is_planned_at_a_time(place, manager):
    plan(manager, place)
    with pytest.raises(rules.PlanRefused):
        plan(manager, place)


def test_units_ask_and_only_the_portal_decides(place, head):
    stranger = person("unit_head", "site_manager", organisation=OrganisationFactory())
    with pytest.raises(PermissionDenied):
        ask(stranger, place)
    asked = ask(person("site_manager", organisation=place.unit), place)

    for user in (head, stranger, person("site_manager", organisation=place.unit)):
        with pytest.raises(PermissionDenied):
            decide(user, asked)
        with pytest.raises(PermissionDenied):
            plan(user, place)


def test_states_of_many_sites_take_three_queries(place, manager, django_assert_num_queries):
    plan(manager, place)
    ask(manager, place, feature="share")
    sites = list(Site.objects.select_related("parent__parent").order_by("pk"))

    with django_assert_num_queries(3):
        rows = queries.with_states(sites)

    known = {state.feature.code: state for state in rows[1][1]}
    assert known["feeds"].next_stage.planned_date == DAY
    assert known["share"].asked is not None
    assert known["feeds"].since is None
    assert queries.feature_name("teleport") == "teleport"


# --- screens


def test_the_plan_shows_stages_requests_and_sites(place, manager, head):
    plan(manager, place)
    ask(head, place, feature="share")
    page = sign_in(manager).get(reverse("planning:plan")).content.decode()

    assert "2026-12-01" in page
    assert place.subsite.name in page
    assert "关闭分享和二维码" in page
    missed = sign_in(manager).get(reverse("planning:plan"), {"q": "没有的站"}).content.decode()
    assert "没有找到站点" in missed


def test_a_unit_asks_and_the_portal_decides_on_screens(place, manager, head):
    address = reverse("planning:site", args=[place.subsite.pk])
    said = {"feature": "feeds", "is_on": "off", "reason": "栏目还少"}
    mine = sign_in(head)
    assert "申请开通或关闭" in mine.get(address).content.decode()
    assert mine.post(address, said).status_code == 302
    assert "等待决定" in mine.post(address, said).content.decode()
    asked = FeatureRequest.objects.get()

    assert "已申请，待决定" in mine.get(address).content.decode()
    decision = {"is_granted": "on", "answer": "同意"}
    target = reverse("planning:request", args=[asked.pk])
    refused = mine.post(target, decision).content.decode()
    assert "您的职责不能办理" in refused
    theirs = sign_in(manager)
    assert "决定" in theirs.get(target).content.decode()
    assert theirs.post(target, decision).status_code == 302
    assert not has_feeds(place)
    assert "本站设定" in theirs.get(address).content.decode()


def test_the_portal_plans_and_drops_a_stage_on_screens(place, manager):
    client = sign_in(manager)
    address = reverse("planning:site", args=[place.subsite.pk])
    said = {"feature": "feeds", "is_on": "off", "reason": "第二批", "planned_date": "1999-01-01"}
    assert "三年之内" in client.post(address, said).content.decode()
    plan(manager, place)
    drop = reverse("planning:stage_drop", args=[FeatureStage.objects.get().pk])

    assert "取消这个阶段" in client.get(address).content.decode()
    client.post(drop, {"reason": ""})
    assert FeatureStage.objects.get().state == "planned"
    client.post(drop, {"reason": "暂缓"})
    assert FeatureStage.objects.get().state == "dropped"
    client.post(drop, {"reason": "暂缓"})
    assert "已经办过了" in client.get(address).content.decode()
