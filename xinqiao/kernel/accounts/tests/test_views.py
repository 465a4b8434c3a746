"""The screens of the two administrators who keep accounts, and one's own."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from xinqiao.kernel.accounts import queries
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.tests.acts import issued
from xinqiao.kernel.accounts.tests.factories import (
    DutyAssignmentFactory,
    UserFactory,
    auditor,
    fresh,
    holder,
    security_admin,
    system_admin,
)
from xinqiao.kernel.accounts.tests.screens import PHONE, enter, opened_by, said, text_of
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


# Opening


def test_an_opened_account_waits_for_its_duty_and_then_signs_in():
    unit, client = OrganisationFactory(), enter(system_admin())

    opened_by(client, unit)

    user = User.objects.get(username="li.qing")
    assert not user.has_usable_password()
    granter = enter(security_admin())
    granter.post(
        reverse("accounts:grant", args=[user.pk]),
        {"duty": "contributor", "organisation": unit.pk},
    )
    (password,) = issued(user)
    person = Client()
    credentials = {"username": "li.qing", "password": password}
    assert person.post("/manage/login/", credentials).status_code == 302
    assert person.get("/manage/").url == "/manage/password/"
    assert password not in text_of(client.get(reverse("accounts:account", args=[user.pk])))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        pytest.param({"phone": "12"}, "11位手机号", id="phone"),
        pytest.param({"username": "Li Qing"}, "登录名只能用", id="login name"),
        pytest.param({"organisation": 0}, "选择", id="unit"),
    ],
)
def test_a_refused_account_says_why(changes, words):
    text = text_of(opened_by(enter(system_admin()), OrganisationFactory(), **changes))

    assert words in text
    assert not User.objects.filter(name="李青").exists()


def test_the_form_offers_no_closed_unit():
    OrganisationFactory(name="已撤销的局", is_active=False)

    assert "已撤销的局" not in text_of(enter(system_admin()).get(reverse("accounts:account_open")))


def test_the_particulars_are_corrected_and_the_phone_kept():
    unit, client = OrganisationFactory(), enter(system_admin())
    opened_by(client, unit)
    user = User.objects.get(username="li.qing")
    address = reverse("accounts:account_change", args=[user.pk])
    assert "保留现有号码" in text_of(client.get(address))

    client.post(address, {"name": "李清", "organisation": unit.pk, "valid_until": "2027-01-31"})

    user = fresh(user)
    assert (user.name, user.valid_until) == ("李清", dt.date(2027, 1, 31))
    assert queries.phone_of(user) == PHONE
    assert "必需字段" in text_of(client.post(address, {"name": ""}))


def test_an_impossible_correction_says_why():
    unit, client = OrganisationFactory(), enter(system_admin())
    user = UserFactory()
    User.objects.filter(pk=user.pk).update(username="OLD NAME")

    text = text_of(
        client.post(
            reverse("accounts:account_change", args=[user.pk]),
            {"name": "李清", "organisation": unit.pk},
        )
    )

    assert "登录名只能用" in text


# Looking


def test_the_list_is_searched_and_filtered():
    writer = holder("contributor", name="王写", username="writer")
    gone = holder("editor", name="赵走", username="gone", is_active=False)
    UserFactory(name="钱等", username="waiting")
    client = enter(system_admin(username="zz-admin"))

    def names(query):
        text = text_of(client.get(reverse("accounts:accounts") + query))
        return {name for name in ("王写", "赵走", "钱等") if name in text}

    assert names("") == {"王写", "赵走", "钱等"}
    assert names("?q=王") == {"王写"}
    assert names("?q=GONE") == {"赵走"}
    assert names(f"?q={writer.organisation.short_name}&state=active") == {"王写"}
    assert names("?duty=contributor") == {"王写"}
    assert names("?state=active") == {"王写"}
    assert names("?state=disabled") == {"赵走"}
    assert names("?state=idle") == {"钱等"}
    assert names("?state=locked") == set()
    assert names("?q=nobody") == set()
    assert names("?state=nonsense&q=王") == set()
    assert gone.pk


def test_the_list_shows_who_is_locked():
    user = holder("editor", name="孙锁")
    for _ in range(5):
        Client().post("/manage/login/", {"username": user.username, "password": "wrong"})

    client = enter(security_admin())

    assert "登录锁定</span>" in text_of(client.get(reverse("accounts:accounts") + "?state=locked"))
    page = reverse("accounts:account", args=[user.pk])
    assert "解除登录锁定" in text_of(client.get(page))
    assert "已解锁" in said(client, reverse("accounts:unlock", args=[user.pk]), {})
    assert "解除登录锁定" not in text_of(client.get(page))


def test_the_list_is_paged_and_costs_the_same_for_every_page(django_assert_max_num_queries):
    unit = OrganisationFactory()
    for number in range(60):
        holder("contributor", organisation=unit, username=f"many-{number:03}")
    client = enter(system_admin(username="aa-admin"))
    address = reverse("accounts:accounts")
    client.get(address)

    with django_assert_max_num_queries(12):
        text = text_of(client.get(address))

    assert "many-000" in text
    assert "many-059" not in text
    assert "many-059" in text_of(client.get(address + "?p=2"))
    assert "many-059" in text_of(client.get(address + "?p=999"))


def test_duties_elsewhere_name_their_unit():
    user = holder("contributor")
    other = OrganisationFactory(short_name="别处")
    DutyAssignmentFactory(user=user, duty="editor", organisation=other)

    text = text_of(enter(security_admin()).get(reverse("accounts:accounts")))

    assert "信息员、编辑（别处）" in text.replace("\n", "")


def test_nothing_stands_at_the_address_of_nobody():
    client = enter(system_admin())

    for name in ("account", "account_change"):
        assert client.get(reverse(f"accounts:{name}", args=[999999])).status_code == 404


# Phones


def test_a_phone_is_masked_until_a_reason_is_given():
    client = enter(system_admin())
    opened_by(client, OrganisationFactory())
    user = User.objects.get(username="li.qing")
    page = text_of(client.get(reverse("accounts:account", args=[user.pk])))
    address = reverse("accounts:phone", args=[user.pk])

    assert "138****5678" in page
    assert PHONE not in page
    assert client.get(address).status_code == 405
    assert "理由" in said(client, address, {})
    assert not AuditEvent.objects.filter(action="accounts.unmasked").exists()
    assert PHONE in text_of(client.post(address, {"reason": "防汛值班"}))
    assert AuditEvent.objects.get(action="accounts.unmasked").reason == "防汛值班"


def test_the_security_administrator_sees_no_phone_at_all():
    opened_by(enter(system_admin()), OrganisationFactory())
    user = User.objects.get(username="li.qing")

    text = text_of(enter(security_admin()).get(reverse("accounts:account", args=[user.pk])))

    assert "5678" not in text


# Disabling


def test_an_account_is_disabled_and_enabled_with_a_reason():
    user, client = holder("editor"), enter(system_admin())
    disable = reverse("accounts:account_disable", args=[user.pk])

    assert "理由" in said(client, disable, {"reason": ""})
    assert fresh(user).is_active
    assert "已更改" in said(client, disable, {"reason": "离职"})
    assert not fresh(user).is_active
    said(client, reverse("accounts:account_enable", args=[user.pk]), {"reason": "返岗"})
    assert fresh(user).is_active


def test_an_administrator_is_not_disabled_and_is_told_why():
    person, client = auditor(), enter(system_admin())

    text = said(
        client, reverse("accounts:account_disable", args=[person.pk]), {"reason": "清除监督"}
    )

    assert "先由安全管理员收回" in text
    assert fresh(person).is_active
