"""Topics: begun from a template, composed unseen, published by the desk, closed as an archive."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.domains.portal.actions import topics as actions
from xinqiao.domains.portal.models import Topic
from xinqiao.domains.portal.rules import topic_templates
from xinqiao.domains.portal.rules import topics as rules
from xinqiao.domains.portal.rules.layouts import LayoutRefused
from xinqiao.domains.portal.tests import topics as makers
from xinqiao.domains.portal.tests.factories import StoredFileFactory
from xinqiao.domains.portal.tests.topics import (
    banner,
    draft_of,
    listing,
    opened,
    published,
    saved,
    text,
    timeline,
)
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.jobs.models import OutboxEvent
from xinqiao.kernel.sites.rules import SlugRefused
from xinqiao.kernel.sites.tests.factories import NOW, ColumnFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(place):
    return person("site_manager", organisation=place.office)


@pytest.fixture
def topic(place, manager):
    return opened(place.subsite, manager)


@pytest.mark.parametrize("template", topic_templates.TEMPLATES, ids=lambda one: one.code)
def test_a_template_fills_its_lists_from_the_columns_of_their_types(template):
    columns = [(7, "政务动态"), (8, "通知公告"), (9, "财政信息")]

    spots = topic_templates.spots_from(template, columns)

    rules.check_blocks(spots)
    fed = [pk for spot in spots for pk in spot["settings"].get("columns", ())]
    assert 9 not in fed
    assert set(fed) <= {7, 8}


def test_a_topic_begins_as_a_draft_from_its_template(place, manager):
    place.column.column_type = "政务动态"
    place.column.save()

    topic = opened(place.subsite, manager, template="flood")

    spots = draft_of(topic).spots
    assert [spot["block"] for spot in spots][:2] == ["topic.banner", "topic.text"]
    assert spots[2]["settings"]["columns"] == [place.column.pk]
    assert topic.state == "draft"
    assert topic.address == f"{place.subsite.address()}topics/flood/"
    assert str(topic) == "防汛抗旱"
    assert str(draft_of(topic)).startswith("防汛抗旱")
    assert topic not in Topic.objects.public()


@pytest.mark.parametrize(
    ("slug", "template", "error"),
    [
        pytest.param("flood", "blank", LayoutRefused, id="address taken"),
        pytest.param("drought", "none", LayoutRefused, id="no such template"),
        pytest.param("防汛", "blank", SlugRefused, id="no address"),
    ],
)
def test_a_topic_that_cannot_be_is_refused(place, manager, topic, slug, template, error):
    with pytest.raises(error):
        opened(place.subsite, manager, slug=slug, template=template)


def test_publishing_brings_words_and_blocks_before_readers(topic, manager):
    found = published(topic, manager, text(), title="抗旱专题", summary="节水。")

    assert (found.state, found.title, found.summary) == ("current", "抗旱专题", "节水。")
    assert found.published_at == NOW
    event = OutboxEvent.objects.get(topic="topic")
    assert event.keys == [f"topic:{topic.pk}", f"topics:{topic.site_id}"]
    assert event.paths == [topic.address]
    later = NOW + dt.timedelta(days=1)
    draft = saved(found, manager, text("再发"))
    actions.publish(actor=manager, version_id=draft.pk, seen_at=draft.made_at, now=later)
    assert Topic.objects.get(pk=topic.pk).published_at == NOW


def test_an_earlier_version_is_put_before_readers_again(topic, manager):
    published(topic, manager, text("甲"))
    published(topic, manager, text("乙"))
    earlier = topic.versions.get(state="replaced")

    actions.roll_back(actor=manager, version_id=earlier.pk, now=NOW)

    assert topic.versions.get(state="published").spots[0]["settings"]["text"] == "甲"
    with pytest.raises(LayoutRefused):
        actions.roll_back(actor=manager, version_id=earlier.pk, now=NOW)


@pytest.mark.parametrize(
    "spots",
    [
        pytest.param([text()] * 21, id="too many blocks"),
        pytest.param([banner(), banner()], id="two banners"),
        pytest.param([text() | {"block": "topic.none"}], id="unknown block"),
        pytest.param([text() | {"width": 3}], id="too narrow"),
        pytest.param([listing(count=0)], id="list of nothing"),
        pytest.param([listing(*range(21))], id="too many columns"),
        pytest.param([listing(articles=range(31))], id="too many articles"),
        pytest.param([timeline(*[("2026-07-01", "雨")] * 61)], id="too long a timeline"),
        pytest.param([text("雨" * 5001)], id="too long a text"),
    ],
)
def test_blocks_that_cannot_be_are_refused(topic, manager, spots):
    with pytest.raises(LayoutRefused):
        saved(topic, manager, *spots)


def test_a_list_is_fed_from_columns_of_its_own_site_only(place, topic, manager):
    saved(topic, manager, listing(place.column.pk))
    with pytest.raises(LayoutRefused):
        saved(topic, manager, listing(place.news.pk))


@pytest.mark.parametrize(
    "spots",
    [
        pytest.param([], id="no block"),
        pytest.param([banner()], id="banner without its picture"),
        pytest.param([listing()], id="list from nowhere"),
        pytest.param([timeline()], id="empty timeline"),
        pytest.param([text("")], id="empty text"),
    ],
)
def test_what_is_not_complete_stays_a_draft(topic, manager, spots):
    draft = saved(topic, manager, *spots)
    with pytest.raises(LayoutRefused):
        actions.publish(actor=manager, version_id=draft.pk, seen_at=draft.made_at, now=NOW)


def test_a_complete_page_is_published(topic, manager):
    image = StoredFileFactory(content_type="image/jpeg")
    column = ColumnFactory(site=topic.site)
    spots = [banner(), listing(column.pk), timeline(("2026-07-01", "启动响应")), text()]

    found = published(topic, manager, *spots, image_id=image.pk)

    assert found.state == "current"


def test_two_people_do_not_overwrite_one_another(topic, manager):
    saved(topic, manager, text("甲"))
    for seen_at in (None, NOW - dt.timedelta(minutes=1)):
        with pytest.raises(LayoutRefused):
            actions.save_draft(
                actor=manager,
                topic_id=topic.pk,
                content=actions.Content("防汛", "", [text("乙")]),
                seen_at=seen_at,
                now=NOW,
            )


def test_only_the_draft_that_was_seen_is_published(topic, manager):
    draft = saved(topic, manager, text())
    with pytest.raises(LayoutRefused):
        actions.publish(
            actor=manager, version_id=draft.pk, seen_at=NOW - dt.timedelta(hours=1), now=NOW
        )


def test_an_archived_topic_stays_readable_and_is_closed_to_change(topic, manager):
    with pytest.raises(LayoutRefused):  # nobody has read it yet
        actions.archive(actor=manager, topic_id=topic.pk, reason="汛期结束", now=NOW)
    published(topic, manager, text("甲"))
    published(topic, manager, text("乙"))
    saved(topic, manager, text("丙"))

    found = actions.archive(actor=manager, topic_id=topic.pk, reason="汛期结束", now=NOW)

    assert (found.state, found.archived_by, found.archive_reason) == (
        "archived",
        manager,
        "汛期结束",
    )
    assert draft_of(found) is None
    assert found in Topic.objects.public()
    event = AuditEvent.objects.filter(action="portal.topic_archived").get()
    assert event.reason == "汛期结束"
    with pytest.raises(LayoutRefused):
        saved(found, manager, text())
    with pytest.raises(LayoutRefused):
        actions.roll_back(
            actor=manager, version_id=topic.versions.get(state="replaced").pk, now=NOW
        )
    with pytest.raises(LayoutRefused):
        actions.archive(actor=manager, topic_id=topic.pk, reason="再归档", now=NOW)


def test_the_unit_composes_and_the_desk_publishes_and_archives(place):
    own = person("site_manager", organisation=place.unit)
    topic = opened(place.subsite, own)
    draft = saved(topic, own, text())

    with pytest.raises(PermissionDenied):
        actions.publish(actor=own, version_id=draft.pk, seen_at=draft.made_at, now=NOW)
    with pytest.raises(PermissionDenied):
        opened(place.subsite, place.people["editor"], slug="drought")
    with pytest.raises(PermissionDenied):
        saved(topic, place.people["editor"], text())
    publisher = place.people["publisher"]
    actions.publish(actor=publisher, version_id=draft.pk, seen_at=draft.made_at, now=NOW)
    with pytest.raises(PermissionDenied):
        actions.archive(actor=own, topic_id=topic.pk, reason="完", now=NOW)
    earlier = topic.versions.get()
    with pytest.raises(PermissionDenied):
        actions.roll_back(actor=own, version_id=earlier.pk, now=NOW)


def test_a_topic_is_seen_by_those_who_manage_its_site(place, topic, manager):
    stranger = person("site_manager", organisation=ColumnFactory().organisation)

    assert Topic.objects.visible_to(manager).get() == topic
    assert not Topic.objects.visible_to(stranger).exists()


def test_blocks_change_places_and_go():
    first, second, third = (makers.text(words) for words in "甲乙丙")
    spots = [first, second, third]

    assert rules.with_block(spots, None, first) == [*spots, first]
    assert rules.with_block(spots, 1, third) == [first, third, third]
    assert rules.without_block(spots, 0) == [second, third]
    assert rules.moved_block(spots, 2, up=True) == [first, third, second]
    assert rules.moved_block(spots, 0, up=True) == spots
    assert rules.moved_block(spots, 0, up=False) == [second, first, third]
    assert rules.moved_block(spots, 2, up=False) == spots
