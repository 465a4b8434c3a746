"""What units send to a jointly built column, through the four states of its desk (P07, P13)."""

import itertools

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import actions, rules
from xinqiao.domains.portal.models import Article, DeskDecision, Placement
from xinqiao.domains.portal.queries import desk_queue
from xinqiao.domains.portal.rules.desk_queue import Outcome, check_select, queue_state
from xinqiao.domains.portal.tests.chain import LATER, again, do, events
from xinqiao.domains.portal.tests.factories import NOW, bring_to, draft, online, pass_stage
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.models import Column, ColumnGrant
from xinqiao.kernel.sites.tests.factories import OrganisationFactory, person

pytestmark = pytest.mark.django_db
ROW = {"mode": "own", "state": "accepted", "outcome": "", "is_edited": False, "confirming": False}


@pytest.fixture
def joint(place):
    """A column of the portal that the unit feeds."""
    Column.objects.filter(pk=place.news.pk).update(mode=Column.Mode.JOINT)
    ColumnGrant.objects.create(column=place.news, organisation=place.unit, duties=["contributor"])
    place.news.refresh_from_db()
    return place.news


def arrived(place, column, **content):
    return bring_to(place, "editing", draft(place, column_id=column.pk, **content))


def listed(column, state):
    return [row.article_id for row in desk_queue.submissions(column, state)]


# --- the rule


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        pytest.param({"stage": "draft"}, None, id="not sent yet"),
        pytest.param({"stage": "secrecy_review"}, None, id="with its unit"),
        pytest.param({"stage": "editing"}, "received", id="arrived"),
        pytest.param({"stage": "editing", "outcome": "rejected"}, "received", id="sent again"),
        pytest.param({"stage": "editing", "outcome": "selected"}, "filtered", id="selected"),
        pytest.param({"stage": "editing", "is_edited": True}, "processed", id="edited"),
        pytest.param({"stage": "unit_review", "confirming": True}, "processed", id="confirmed"),
        pytest.param({"stage": "approved"}, "processed", id="to be published"),
        pytest.param({"stage": "done", "state": "online"}, "published", id="online"),
        pytest.param({"stage": "returned", "outcome": "rejected"}, "rejected", id="sent back"),
        pytest.param({"stage": "returned"}, None, id="sent back by its own unit"),
        pytest.param(
            {"stage": "done", "mode": "mirror", "state": "offered"}, "received", id="offer"
        ),
        pytest.param(
            {"stage": "done", "mode": "copy", "state": "accepted"}, "processed", id="taken over"
        ),
        pytest.param(
            {"stage": "done", "mode": "mirror", "state": "declined"}, "rejected", id="declined"
        ),
        pytest.param(
            {"stage": "done", "mode": "mirror", "state": "withdrawn"}, None, id="taken off"
        ),
    ],
)
def test_states_of_the_queue(facts, state):
    assert queue_state(**(ROW | facts)) == state


@pytest.mark.parametrize(
    ("stage", "outcome", "match"),
    [("unit_review", "", "不在编辑部"), ("editing", "selected", "已经选用")],
)
def test_only_what_arrived_is_selected(stage, outcome, match):
    with pytest.raises(rules.ChainRefused, match=match):
        check_select(stage, outcome)
    check_select("editing", Outcome.REJECTED)


def test_lists_follow_the_rule_in_every_combination(place, joint):
    article = draft(place, column_id=joint.pk)
    placement = Placement.objects.get(article=article)
    editor = place.people["editor"]
    cases = itertools.product(
        ("own", "mirror"),
        ("offered", "accepted", "declined", "online", "withdrawn"),
        rules.Stage.values,
        ("", "selected", "rejected"),
        ([], [editor.pk]),
        (False, True),
    )
    wrong = []
    for mode, state, stage, outcome, writers, confirming in cases:
        Placement.objects.filter(pk=placement.pk).update(mode=mode, state=state)
        Article.objects.filter(pk=article.pk).update(
            stage=stage, desk_writers=writers, confirming=confirming
        )
        DeskDecision.objects.all().delete()
        if outcome:
            DeskDecision.objects.create(
                article=article, outcome=outcome, decided_by=editor, decided_at=NOW
            )
        facts = {"mode": mode, "state": state, "stage": stage, "outcome": outcome}
        expected = queue_state(**facts, is_edited=bool(writers), confirming=confirming)
        counted = [code for code, count in desk_queue.counts(joint).items() if count]
        if counted != ([expected] if expected else []):
            wrong.append((facts, bool(writers), confirming, counted))
    assert wrong == []


# --- the acts


def test_a_selected_text_moves_on_and_its_unit_is_told(
    place, joint, django_capture_on_commit_callbacks
):
    article = arrived(place, joint)
    assert listed(joint, "received") == [article.pk]

    with django_capture_on_commit_callbacks(execute=True):
        do(place, "select", article, "editor")

    assert listed(joint, "received") == []
    assert listed(joint, "filtered") == [article.pk]
    assert events(article)[-1] == "portal.article_selected"
    told = Notification.objects.filter(user=place.people["contributor"], kind="portal.selected")
    assert told.count() == 1


def test_who_has_no_desk_or_wrote_the_text_does_not_select(place, joint):
    article = arrived(place, joint)
    other = person("editor", organisation=OrganisationFactory())
    editor = place.people["editor"]
    Article.objects.filter(pk=article.pk).update(writers=[editor.pk])

    for actor in (other, place.people["unit_reviewer"], place.fresh("editor")):
        with pytest.raises(PermissionDenied):
            actions.select(actor=actor, article_id=article.pk, now=LATER)


def test_a_rejected_text_goes_back_with_its_reason_and_may_come_again(place, joint):
    article = arrived(place, joint)
    do(place, "select", article, "editor")

    do(place, "send_back", article, "editor", to_stage="returned", reason="与本栏目无关")

    assert listed(joint, "rejected") == [article.pk]
    assert article.desk_decision.reason == "与本栏目无关"
    again_ = bring_to(place, "editing", again(article))
    assert listed(joint, "received") == [again_.pk]


def test_what_its_own_unit_sends_back_never_was_in_the_queue(place, joint):
    article = bring_to(place, "unit_review", draft(place, column_id=joint.pk))

    do(place, "send_back", article, "unit_reviewer", to_stage="returned", reason="改")

    assert not DeskDecision.objects.exists()
    assert not any(desk_queue.counts(joint).values())


def test_editing_passing_and_publishing_move_it_along(place, joint):
    article = arrived(place, joint)
    do(place, "edit_at_desk", article, "editor", title="改过的标题")
    assert listed(joint, "processed") == [article.pk]
    while again(article).stage != "approved":
        pass_stage(place, article)
    assert listed(joint, "processed") == [article.pk]

    actions.publish(actor=place.people["publisher"], article_id=article.pk, now=LATER)

    assert listed(joint, "published") == [article.pk]


# --- the screens


def test_editor_works_through_the_queue_on_the_screen(place, joint):
    keep, drop = arrived(place, joint, title="留用稿"), arrived(place, joint, title="不用稿")
    offered = online(place, title="报送稿")
    offer = actions.offer(
        actor=place.people["contributor"], article_id=offered.pk, column_id=joint.pk, now=NOW
    )
    client = as_(place, "editor")
    page = client.get(f"/manage/queues/{joint.pk}/").content.decode()
    assert all(title in page for title in ("留用稿", "不用稿", "报送稿"))
    assert "接收 3" in page

    def press(article, decision, **said):
        own = Placement.objects.get(article=article, column=joint)
        address = f"/manage/queues/{own.pk}/decide/"
        return client.post(address, {"decision": decision, **said}, follow=True).content.decode()

    assert "已办理" in press(keep, "adopt")
    assert "原因" in press(drop, "reject")
    assert again(drop).stage == "editing"
    assert "已办理" in press(drop, "reject", reason="重复")
    assert "已办理" in press(offered, "adopt")
    assert "读不懂" in press(keep, "burn")
    offer.refresh_from_db()
    assert offer.state == "online"
    assert "留用稿" in client.get(f"/manage/queues/{joint.pk}/?state=filtered").content.decode()
    assert "重复" in client.get(f"/manage/queues/{joint.pk}/?state=rejected").content.decode()
    assert "报送稿" in client.get(f"/manage/queues/{joint.pk}/?state=published").content.decode()


def test_an_offer_is_declined_in_the_queue(place, joint):
    offered = online(place)
    offer = actions.offer(
        actor=place.people["contributor"], article_id=offered.pk, column_id=joint.pk, now=NOW
    )

    as_(place, "editor").post(
        f"/manage/queues/{offer.pk}/decide/", {"decision": "reject", "reason": "已发同类稿件"}
    )

    offer.refresh_from_db()
    assert (offer.state, offer.reason) == ("declined", "已发同类稿件")


def test_list_counts_every_joint_column_of_the_desk_only(place, joint):
    arrived(place, joint)
    stranger = client_of(person("editor", organisation=OrganisationFactory()))

    page = as_(place, "editor").get("/manage/queues/").content.decode()

    assert joint.name in page
    assert place.column.name not in page
    assert joint.name not in stranger.get("/manage/queues/").content.decode()
    assert stranger.get(f"/manage/queues/{joint.pk}/").status_code == 404


def test_queue_costs_the_same_whatever_it_holds(place, joint, django_assert_num_queries):
    for number in range(3):
        arrived(place, joint, title=f"来稿{number}")

    with django_assert_num_queries(1):
        for row in desk_queue.submissions(joint, "received"):
            assert row.article.organisation.name
    with django_assert_num_queries(1):
        desk_queue.counts(joint)
    with django_assert_num_queries(2):
        desk_queue.joint_columns(Column.objects.all())
