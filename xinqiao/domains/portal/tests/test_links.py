"""A site's links to other sites: kept by its managers, shown on its home page."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.actions import links as actions
from xinqiao.domains.portal.models import SiteLink
from xinqiao.domains.portal.tests.factories import county
from xinqiao.kernel.press import pages as press
from xinqiao.kernel.sites.tests.factories import NOW, OrganisationFactory, person

pytestmark = pytest.mark.django_db
BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"


@pytest.fixture
def place():
    return county()


@pytest.fixture
def manager(place):
    return person("site_manager", organisation=place.unit)


def add(place, manager, label, address=None, group="department"):
    return actions.add_link(
        actor=manager,
        site_id=place.subsite.pk,
        group=group,
        label=label,
        address=address or f"https://{label}.gov.cn/",
        now=NOW,
    )


@pytest.mark.parametrize(
    ("address", "accepted"),
    [
        ("https://www.qingxi.gov.cn/", True),
        ("http://www.qingxi.gov.cn", True),
        ("/sites/edu/", True),
        ("//evil.example/", False),
        ("/\\evil.example/", False),
        ("javascript:alert(1)", False),
        ("https://", False),
        ("https://a:b@c.cn/", False),
        ("http://[::1", False),
        ("www.qingxi.gov.cn", False),
    ],
)
def test_an_address_must_be_whole_or_our_own(address, accepted):
    if accepted:
        rules.check_link(address)
    else:
        with pytest.raises(rules.LinkRefused):
            rules.check_link(address)


def test_links_are_ordered_within_their_group(place, manager):
    one, two, other = (
        add(place, manager, "a"),
        add(place, manager, "b"),
        add(place, manager, "c", group="peer"),
    )

    actions.move_link(actor=manager, link_id=two.pk, up=True, now=NOW)
    assert _labels("department") == ["b", "a"]
    actions.move_link(actor=manager, link_id=two.pk, up=True, now=NOW)  # first already
    assert _labels("department") == ["b", "a"]
    actions.move_link(actor=manager, link_id=two.pk, up=False, now=NOW)
    assert _labels("department") == ["a", "b"]
    actions.move_link(actor=manager, link_id=one.pk, up=False, now=NOW)
    assert _labels("department") == ["b", "a"]
    actions.remove_link(actor=manager, link_id=other.pk, now=NOW)
    assert _labels("peer") == []
    assert str(one) == "a"


def _labels(group):
    return list(SiteLink.objects.filter(group=group).values_list("label", flat=True))


def test_one_address_stands_once_on_a_site(place, manager):
    one, two = add(place, manager, "a"), add(place, manager, "b")
    with pytest.raises(rules.LinkRefused):
        add(place, manager, "again", address=one.address)
    said = {"group": "peer", "label": "新名", "now": NOW, "actor": manager}

    with pytest.raises(rules.LinkRefused):
        actions.change_link(link_id=two.pk, address=one.address, **said)
    assert actions.change_link(link_id=two.pk, address=two.address, **said).label == "新名"


def test_nobody_elses_links_are_touched(place, manager):
    link = add(place, manager, "a")
    stranger = person("site_manager", organisation=OrganisationFactory())

    with pytest.raises(PermissionDenied):
        add(place, stranger, "b")
    with pytest.raises(PermissionDenied):
        actions.remove_link(actor=stranger, link_id=link.pk, now=NOW)


def test_the_home_page_shows_them_by_group(place, manager):
    assert "友情链接" not in press.render(place.subsite.address()).body.decode()
    add(place, manager, "市教育局", address="https://edu.example.cn/", group="above")

    page = press.render(place.subsite.address()).body.decode()

    for words in ("友情链接", "上级政府网站", "市教育局", 'href="https://edu.example.cn/"'):
        assert words in page


def test_the_page_adds_changes_orders_and_removes(place, manager):
    client = Client()
    client.force_login(manager, backend=BACKEND)
    address = reverse("portal:links", args=[place.subsite.pk])
    said = {"group": "above", "label": "市政府", "address": "https://city.example.cn/"}

    assert "还没有友情链接" in client.get(address).content.decode()
    assert client.post(address, said).status_code == 302
    assert "已经有链接" in client.post(address, said).content.decode()
    assert "开头" in client.post(address, {**said, "address": "x"}).content.decode()
    link = SiteLink.objects.get()
    change = reverse("portal:link", args=[link.pk])
    assert "市政府" in client.get(change).content.decode()
    assert client.post(change, {**said, "label": "市人民政府"}).status_code == 302
    act = reverse("portal:link_act", args=[link.pk])
    for said_act in ("up", "down", "nothing", "remove"):
        assert client.post(act, {"act": said_act}).status_code == 302
    assert not SiteLink.objects.exists()
