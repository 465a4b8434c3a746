"""Home pages composed of blocks: drafts nobody sees, publishing what was seen, going back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from xinqiao.domains.portal.actions import layouts as actions
from xinqiao.domains.portal.models import HomeLayout
from xinqiao.domains.portal.publishing import home
from xinqiao.domains.portal.rules.layouts import LayoutRefused, LayoutState
from xinqiao.domains.portal.tests.factories import online
from xinqiao.kernel.jobs.models import OutboxEvent
from xinqiao.kernel.press.pages import render
from xinqiao.kernel.sites.tests.factories import NOW, person

pytestmark = pytest.mark.django_db
UNIT = {"block": "portal.unit", "width": 12}
HEADLINE = {"block": "portal.headline", "width": 12}


@pytest.fixture
def manager(place):
    return person("site_manager", organisation=place.office)


@pytest.fixture
def home_of(place):
    """The home page of the sub-site, which has news and the words about its unit."""
    online(place)
    return lambda: render(place.subsite.address()).body.decode()


def saved(place, actor, *spots):
    return actions.save_draft(actor=actor, site_id=place.subsite.pk, spots=spots, now=NOW)


def published(place, actor, *spots):
    draft = saved(place, actor, *spots)
    return actions.publish(actor=actor, layout_id=draft.pk, seen_at=draft.made_at, now=NOW)


def test_without_a_layout_a_site_has_the_blocks_of_its_kind(place):
    assert [spot["block"] for spot in home.spots_of(place.subsite)][:2] == [
        "portal.headline",
        "portal.notices",
    ]


def test_a_draft_is_previewed_and_readers_see_it_when_it_is_published(place, manager, home_of):
    before = home_of()
    draft = saved(place, manager, UNIT)
    assert home_of() == before
    preview = home.render_home_preview(place.subsite, draft.spots)
    assert "headline" in before
    assert 'class="headline' not in preview

    actions.publish(actor=manager, layout_id=draft.pk, seen_at=draft.made_at, now=NOW)

    assert 'class="headline' not in home_of()
    assert OutboxEvent.objects.get(topic="layout").keys == [f"layout:{place.subsite.pk}"]


def test_an_earlier_version_is_put_in_use_again(place, manager):
    first = published(place, manager, UNIT)
    published(place, manager, HEADLINE, UNIT)
    assert len(home.spots_of(place.subsite)) == 2

    actions.roll_back(actor=manager, layout_id=first.pk, now=NOW)

    assert home.spots_of(place.subsite) == [UNIT]
    states = HomeLayout.objects.filter(site=place.subsite).values_list("state", flat=True)
    assert sorted(states) == [LayoutState.PUBLISHED, LayoutState.REPLACED]
    with pytest.raises(LayoutRefused):
        actions.roll_back(actor=manager, layout_id=first.pk, now=NOW)
    assert str(first).startswith(place.subsite.name)


@pytest.mark.parametrize(
    "spots",
    [
        pytest.param([], id="nothing"),
        pytest.param([UNIT, UNIT], id="one twice"),
        pytest.param([{"block": "portal.none", "width": 12}], id="unknown"),
        pytest.param([{"block": "portal.unit", "width": 3}], id="too narrow"),
    ],
)
def test_a_page_that_cannot_be_is_refused(place, manager, spots):
    with pytest.raises(LayoutRefused):
        saved(place, manager, *spots)


def test_only_the_draft_that_was_seen_is_published(place, manager):
    draft = saved(place, manager, UNIT)
    with pytest.raises(LayoutRefused):
        actions.publish(actor=manager, layout_id=draft.pk, seen_at=NOW.replace(year=2025), now=NOW)
    actions.publish(actor=manager, layout_id=draft.pk, seen_at=draft.made_at, now=NOW)
    with pytest.raises(LayoutRefused):
        actions.publish(actor=manager, layout_id=draft.pk, seen_at=draft.made_at, now=NOW)


def test_the_unit_composes_and_the_desk_publishes(place):
    own = person("site_manager", organisation=place.unit)
    draft = saved(place, own, UNIT)

    with pytest.raises(PermissionDenied):
        actions.publish(actor=own, layout_id=draft.pk, seen_at=draft.made_at, now=NOW)
    with pytest.raises(PermissionDenied):
        saved(place, place.people["editor"], UNIT)
    publisher = place.people["publisher"]
    actions.publish(actor=publisher, layout_id=draft.pk, seen_at=draft.made_at, now=NOW)
    assert home.spots_of(place.subsite) == [UNIT]


def test_the_screen_composes_previews_publishes_and_goes_back(place, manager, home_of):
    client = Client()
    client.force_login(manager, backend="xinqiao.kernel.accounts.backends.DutyBackend")
    url = reverse("portal:layout", args=[place.subsite.pk])
    form = client.get(url).context["form"]
    said = {name: 12 for name in form.fields if name.startswith("width-")}
    publish = reverse("portal:layout_publish", args=[place.subsite.pk])
    assert client.post(publish).status_code == 404  # there is no draft

    assert "至少要有一个版块" in client.post(url, said).content.decode()
    assert client.post(url, said | {"place-portal.unit": 1}).status_code == 302
    frame = client.get(reverse("portal:layout_frame", args=[place.subsite.pk]))
    assert 'class="headline' not in frame.content.decode()
    assert "草稿已变化" in client.post(publish, {"seen": "2026-13-99"}).content.decode()
    assert "草稿已变化" in client.post(publish).content.decode()
    draft = HomeLayout.objects.get()
    assert client.post(publish, {"seen": draft.made_at.isoformat()}).status_code == 302
    client.post(url, said | {"place-portal.headline": 2, "place-portal.unit": 1})
    second = HomeLayout.objects.get(state="draft")
    back = reverse("portal:layout_roll_back", args=[place.subsite.pk, draft.pk])
    assert "不是旧版" in client.post(back).content.decode()
    client.post(publish, {"seen": second.made_at.isoformat()})
    assert home.spots_of(place.subsite)[1]["block"] == "portal.headline"
    assert client.post(back).status_code == 302
    assert len(home.spots_of(place.subsite)) == 1
