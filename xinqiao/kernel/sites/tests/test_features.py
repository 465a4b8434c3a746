"""A site has what it says itself, else what the site above says, else the first state."""

import pytest
from django.core.exceptions import PermissionDenied

from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.jobs.models import OutboxEvent
from xinqiao.kernel.sites import actions, features, rules
from xinqiao.kernel.sites.models import FeatureSwitch, Site
from xinqiao.kernel.sites.tests.factories import NOW, SiteFactory, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def portal():
    return SiteFactory(kind="portal", own_desk=True)


@pytest.fixture
def township(portal):
    return SiteFactory(parent=portal, own_desk=True)


@pytest.fixture
def village(township):
    return SiteFactory(parent=township)


@pytest.fixture
def manager(portal):
    return person("site_manager", organisation=portal.organisation)


def switch(actor, site, *, is_on=False, feature="feeds", reason="试行期间不开通"):
    return actions.switch_feature(
        actor=actor, site_id=site.pk, feature=feature, is_on=is_on, reason=reason, now=NOW
    )


def states(*sites):
    return [features.is_on(Site.objects.get(pk=site.pk), "feeds") for site in sites]


def test_the_nearest_site_that_said_something_counts(portal, township, village, manager):
    assert states(portal, township, village) == [True, True, True]

    switch(manager, portal)
    assert states(portal, township, village) == [False, False, False]
    switch(manager, township, is_on=True, reason="乡镇先行")

    assert states(portal, township, village) == [False, True, True]
    assert features.said_by(Site.objects.get(pk=village.pk), "feeds") == township


def test_what_is_not_registered_is_off_everywhere(portal):
    assert not features.is_on(portal, "teleport")
    assert features.has_address(portal, "no.such")
    assert features.has_variant(portal, "")
    assert features.has_block(portal, "no.such")


def test_a_site_refuses_a_variant_only_by_its_own_word(portal, township, manager):
    switch(manager, portal, feature="elder")

    assert features.refuses_variant(Site.objects.get(pk=portal.pk), "elder")
    assert not features.refuses_variant(Site.objects.get(pk=township.pk), "elder")


def test_switching_is_recorded_and_pages_below_are_told(portal, township, village, manager):
    switch(manager, portal)

    row = FeatureSwitch.objects.get()
    assert (row.site, row.feature, row.is_on, row.switched_by) == (portal, "feeds", False, manager)
    assert str(row) == f"{portal} feeds"
    event = AuditEvent.objects.latest("pk")
    assert (event.action, event.reason) == ("sites.feature_switched_off", "试行期间不开通")
    keys = {f"site:{site.pk}" for site in (portal, township, village)}
    assert keys == set(OutboxEvent.objects.latest("pk").keys)


@pytest.mark.parametrize("duty", ["site_manager", "publisher"])
def test_the_portals_people_decide_and_a_units_own_do_not(portal, township, duty):
    with pytest.raises(PermissionDenied):
        switch(person(duty, organisation=township.organisation), township)
    switch(person(duty, organisation=portal.organisation), township)

    assert states(township) == [False]


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"is_on": True}, id="it is on"),
        pytest.param({"reason": " "}, id="no reason"),
        pytest.param({"reason": "长" * 301}, id="too long a reason"),
        pytest.param({"feature": "teleport"}, id="no such feature"),
    ],
)
def test_what_changes_nothing_or_has_no_reason_is_refused(portal, manager, changes):
    with pytest.raises(rules.FeatureRefused):
        switch(manager, portal, **changes)


def test_what_is_off_is_not_switched_off_again(portal, manager):
    switch(manager, portal)
    with pytest.raises(rules.FeatureRefused, match="本来就没有"):
        switch(manager, portal)


def test_the_clock_does_what_was_planned_whoever_holds_the_duty_now(portal, township):
    gone = person("contributor", organisation=portal.organisation)

    actions.switch_as_planned(
        planned_by=gone, site_id=township.pk, feature="feeds", is_on=False, reason="第二批", now=NOW
    )

    assert states(township) == [False]
