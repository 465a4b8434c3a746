"""Events to be published: registered, checked, given to a writer, online in time (P16, P33)."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal import rules as portal_rules
from xinqiao.domains.portal.actions import events as actions
from xinqiao.domains.portal.models import Article, Event
from xinqiao.domains.portal.queries import events as queries
from xinqiao.domains.portal.rules import events as rules
from xinqiao.domains.portal.tests.chain import again, do
from xinqiao.domains.portal.tests.factories import NOW, draft
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.notifications.models import Notification
from xinqiao.kernel.sites.tests.factories import OrganisationFactory, person

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
FACTS = {
    "kind": "meeting",
    "title": "全县防汛工作会议",
    "starts_at": NOW,
    "place": "县会议中心",
    "attendees": "县长李某某",
    "contact": "王某 0000-1234567",
    "wanted": "news",
}


def register(place, duty="contributor", **facts):
    return actions.register_event(
        actor=place.people[duty],
        organisation_id=place.unit.pk,
        column_id=place.column.pk,
        now=NOW,
        **(FACTS | facts),
    )


def check_all(place, event):
    for item in rules.ITEMS[event.kind]:
        actions.check_event_item(
            actor=place.people["contributor"], event_id=event.pk, item=item, now=NOW
        )


def write(place, event):
    return actions.write_event(actor=place.people["contributor"], event_id=event.pk, now=NOW)


# --- the rules


@pytest.mark.parametrize(("kind", "hours"), [("leader", 24), ("meeting", 24), ("matter", 48)])
def test_every_kind_has_its_target(kind, hours):
    target = rules.target_at(kind, NOW)

    assert target == NOW + hours * HOUR
    assert rules.warning(kind) == hours * HOUR / 4
    assert not rules.is_late(target, None, now=target)
    assert rules.is_late(target, None, now=target + HOUR)
    assert not rules.is_late(target, NOW, now=target + HOUR)


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ((False, False, False, False), "registered"),
        ((False, True, False, False), "assigned"),
        ((False, True, True, False), "writing"),
        ((False, True, True, True), "online"),
        ((True, True, True, True), "cancelled"),
    ],
)
def test_how_far_an_event_is(facts, state):
    names = ("is_cancelled", "has_writer", "has_article", "is_online")

    assert rules.state_of(**dict(zip(names, facts, strict=True))) == state


def test_what_is_not_known_is_named():
    with pytest.raises(rules.EventRefused, match="地点、联系人"):
        rules.check_event("会议", " ", "县长", "")
    rules.check_event("会议", "县城", "县长", "王某")


def test_items_belong_to_their_kind_and_reasons_are_words():
    assert rules.unchecked("meeting", {"names"}) == (rules.CheckItem.FACTS, rules.CheckItem.SECRECY)
    assert rules.check_item("leader", "photo") == rules.CheckItem.PHOTO
    with pytest.raises(rules.EventRefused):
        rules.check_item("meeting", "photo")
    with pytest.raises(rules.EventRefused):
        rules.check_cancel(" ")
    with pytest.raises(rules.EventRefused):
        rules.check_open(rules.EventState.ONLINE)
    with pytest.raises(rules.EventRefused):
        rules.check_unwritten(rules.EventState.WRITING)


# --- the acts


def test_an_event_becomes_a_draft_of_its_writer(place, django_capture_on_commit_callbacks):
    event = register(place, is_sensitive=True)
    with django_capture_on_commit_callbacks(execute=True):
        actions.assign_event(
            actor=place.people["unit_reviewer"],
            event_id=event.pk,
            writer=place.fresh("contributor"),
            now=NOW,
        )

    article = write(place, event)

    event.refresh_from_db()
    assert (event.article, event.state) == (article, "writing")
    assert article.content_class == "sensitive"
    assert "县会议中心" in article.body
    assert Notification.objects.filter(kind="portal.event").count() == 1
    with pytest.raises(rules.EventRefused, match="已经有稿件"):
        write(place, event)


def test_text_of_an_event_is_not_submitted_before_its_list_is_done(place):
    event = register(place)
    article = write(place, event)

    with pytest.raises(portal_rules.ChainRefused, match="清单还没有完成：领导姓名"):
        do(place, "submit", article, "contributor")
    check_all(place, event)
    check_all(place, event)

    do(place, "submit", article, "contributor")
    assert again(article).stage == "unit_review"
    assert event.checks.count() == 3


def test_other_texts_have_no_list(place):
    assert queries.unchecked_words(draft(place)) == ""


def test_only_a_contributor_of_the_unit_is_named_as_its_writer(place):
    event = register(place)
    stranger = person("contributor", organisation=OrganisationFactory())

    with pytest.raises(rules.EventRefused, match="不是本单位"):
        actions.assign_event(
            actor=place.people["unit_head"], event_id=event.pk, writer=stranger, now=NOW
        )


def test_an_event_is_given_up_with_a_reason(place):
    event = register(place)

    actions.cancel_event(
        actor=place.people["unit_head"], event_id=event.pk, reason="会议取消", now=NOW
    )

    event.refresh_from_db()
    assert (event.state, event.cancelled_reason) == ("cancelled", "会议取消")
    with pytest.raises(rules.EventRefused):
        check_all(place, event)


def test_people_of_another_unit_do_nothing_with_it(place):
    event = register(place)
    stranger = person("contributor", "unit_head", organisation=OrganisationFactory())
    who = {"actor": stranger, "now": NOW}
    named = who | {"event_id": event.pk}

    for act in (
        lambda: actions.register_event(
            organisation_id=place.unit.pk, column_id=place.column.pk, **who, **FACTS
        ),
        lambda: actions.assign_event(writer=stranger, **named),
        lambda: actions.write_event(**named),
        lambda: actions.check_event_item(item="names", **named),
        lambda: actions.cancel_event(reason="不", **named),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert not Event.objects.visible_to(stranger).exists()


# --- the screens


def test_from_the_form_to_the_draft_on_the_screen(place):
    client = as_(place, "contributor")
    sent = FACTS | {
        "organisation_id": place.unit.pk,
        "column_id": place.column.pk,
        "starts_at": "2026-11-24T09:00",
    }
    client.post("/manage/events/new/", sent)
    event = Event.objects.get()
    address = f"/manage/events/{event.pk}/"

    assert "县会议中心" in client.get(address).content.decode()
    assert event.title in client.get("/manage/events/").content.decode()
    client.post(f"{address}acts/assign/", {"writer": place.people["contributor"].username})
    client.post(f"{address}acts/check/", {"item": "names"})
    client.post(f"{address}acts/write/")
    article = Article.objects.get()
    assert article.title == event.title
    assert event.checks.get().item == "names"
    assert client.post(f"{address}acts/burn/").status_code == 404
    said = client.post(f"{address}acts/cancel/", {"reason": ""}, follow=True).content.decode()
    assert "请写明不发布的原因" in said


def test_form_says_what_is_missing_and_strangers_find_nothing(place):
    event = register(place)
    client = client_of(person("contributor", organisation=OrganisationFactory()))

    said = as_(place, "contributor").post("/manage/events/new/", {"title": ""}).content.decode()
    assert 'id_title_error">必需字段' in said
    assert client.get(f"/manage/events/{event.pk}/").status_code == 404
    assert event.title not in client.get("/manage/events/?tab=all").content.decode()


def test_figures_count_what_was_in_time(place, django_assert_num_queries):
    early, late, waiting = (register(place, title=f"会议{n}") for n in range(3))
    for event, hours in ((early, 2), (late, 30)):
        Article.objects.filter(pk=write(place, event).pk).update(
            first_published_at=NOW + hours * HOUR
        )

    with django_assert_num_queries(1):
        (found,) = queries.punctuality(Event.objects.all(), now=NOW + 40 * HOUR)

    assert (found.events, found.in_time, found.late) == (3, 1, 2)
    assert found.mean == 16 * HOUR
    assert waiting.published_at is None
    page = as_(place, "contributor").get("/manage/events/punctuality/")
    assert page.status_code == 200
