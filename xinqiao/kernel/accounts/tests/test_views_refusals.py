"""The screens of the two administrators who keep accounts, and one's own."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.accounts.tests.factories import (
    PASSWORD,
    DutyAssignmentFactory,
    UserFactory,
    auditor,
    fresh,
    holder,
    security_admin,
    system_admin,
)
from xinqiao.kernel.accounts.tests.screens import PHONE, enter, opened_by, said, text_of
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


# Opening


def test_nobody_disables_himself_by_the_address():
    admin = system_admin()

    answer = enter(admin).post(
        reverse("accounts:account_disable", args=[admin.pk]), {"reason": "x"}
    )

    assert answer.status_code == 404


# Duties


def test_a_duty_is_granted_and_taken_back_on_the_screen():
    user, client = UserFactory(), enter(security_admin())
    grant = reverse("accounts:grant", args=[user.pk])
    fields = {"duty": "editor", "organisation": user.organisation_id}

    assert "已授予" in said(client, grant, fields)
    row = DutyAssignment.objects.get(user=user)
    assert "已经授予过" in said(client, grant, fields)
    assert "兼任" in said(client, grant, {**fields, "duty": "auditor"})
    assert "职责" in said(client, grant, {**fields, "duty": "emperor"})
    revoke = reverse("accounts:revoke", args=[row.pk])
    assert "理由" in said(client, revoke, {})
    assert "已收回" in said(client, revoke, {"reason": "调离"})
    assert client.post(revoke, {"reason": "调离"}).status_code == 404
    assert fresh(user).duty_codes == frozenset()


def test_the_last_administrator_keeps_his_seat_and_the_reason_is_said():
    person, client = auditor(), enter(security_admin())

    text = said(client, reverse("accounts:revoke", args=[person.duties.get().pk]), {"reason": "x"})

    assert "请先授予接任的人" in text


def test_nobody_grants_to_himself_by_the_address():
    admin = security_admin()
    client = enter(admin)
    fields = {"duty": "editor", "organisation": admin.organisation_id, "reason": "x"}

    for name, pk in (
        ("grant", admin.pk),
        ("set_password", admin.pk),
        ("revoke", admin.duties.get().pk),
    ):
        assert client.post(reverse(f"accounts:{name}", args=[pk]), fields).status_code == 404


def test_the_history_of_duties_is_shown():
    user = holder("contributor")
    today = timezone.localdate()
    for duty, fields in {
        "editor": {"ends_date": today - dt.timedelta(days=1)},
        "publisher": {"starts_date": today + dt.timedelta(days=1)},
        "leader": {"revoked_at": timezone.now(), "revoked_by": security_admin(name="周安")},
    }.items():
        DutyAssignmentFactory(user=user, duty=duty, **fields)

    text = text_of(enter(system_admin()).get(reverse("accounts:account", args=[user.pk])))

    for words in ("已到期", "未开始", "周安 于", "有效"):
        assert words in text


# Passwords and sessions


def test_an_administrators_password_is_not_set_by_another():
    person, client = system_admin(), enter(security_admin())

    text = said(client, reverse("accounts:set_password", args=[person.pk]), {"reason": "x"})

    assert "管理员账号" in text
    assert fresh(person).check_password(PASSWORD)


def test_all_sessions_of_a_person_are_ended_on_the_screen():
    user, client = holder("editor"), enter(security_admin())
    person = enter(user)

    said(client, reverse("accounts:end_sessions", args=[user.pk]), {"reason": "电脑丢失"})

    assert person.get("/manage/me/").status_code == 302


# One's own


def test_ones_own_page_shows_duties_and_a_masked_phone():
    opened_by(enter(system_admin()), OrganisationFactory())
    user = User.objects.get(username="li.qing")
    User.objects.filter(pk=user.pk).update(must_change_password=False)
    DutyAssignmentFactory(user=user)

    text = text_of(enter(user).get("/manage/me/"))

    assert "信息员" in text
    assert "138****5678" in text
    assert PHONE not in text


def test_the_menu_shows_accounts_and_units_to_those_who_keep_them():
    entries = {}
    for make in (system_admin, security_admin, auditor):
        text = enter(make()).get("/manage/me/").content.decode()
        entries[make.__name__] = ("/manage/accounts/" in text, "/manage/organisations/" in text)

    assert entries == {
        "system_admin": (True, True),
        "security_admin": (True, True),
        "auditor": (False, False),
    }


# Units


def test_units_are_opened_renamed_moved_and_closed_on_the_screen():
    county = OrganisationFactory(name="青溪县")
    client = enter(system_admin())
    fields = {"name": "县水利局", "short_name": "水利局", "kind": "department", "position": 1}
    opening = reverse("organisations:organisation_open")

    answer = client.post(opening, {**fields, "code": "water", "parent": county.pk})
    row = Organisation.objects.get(code="water")
    page = reverse("organisations:organisation", args=[row.pk])
    assert answer.url == page
    assert "代码" in text_of(client.post(opening, {**fields, "code": "water"}))

    assert "已更改" in said(client, page, {**fields, "name": "县水务局"})
    assert "必需字段" in text_of(client.post(page, {**fields, "name": ""}))
    said(client, reverse("organisations:move", args=[row.pk]), {"parent": ""})
    row.refresh_from_db()
    assert (row.name, row.parent) == ("县水务局", None)

    close = reverse("organisations:close", args=[row.pk])
    assert "必需字段" in said(client, close, {})
    said(client, close, {"reason": "机构改革"})
    row.refresh_from_db()
    assert not row.is_active
    said(client, reverse("organisations:reopen", args=[row.pk]), {"reason": "恢复"})
    row.refresh_from_db()
    assert row.is_active


def test_a_refused_change_of_a_unit_says_why():
    county = OrganisationFactory()
    below = OrganisationFactory(parent=county)
    client = enter(system_admin())

    closing = reverse("organisations:close", args=[county.pk])
    assert "请先撤销或移走下级单位" in said(client, closing, {"reason": "x"})
    moving = reverse("organisations:move", args=[county.pk])
    assert "有效的选项" in said(client, moving, {"parent": below.pk})


def test_the_security_administrator_reads_units_and_changes_none():
    row, client = OrganisationFactory(), enter(security_admin())
    page = reverse("organisations:organisation", args=[row.pk])

    assert "撤销单位" not in text_of(client.get(page))
    assert client.post(page, {"name": "某局"}).status_code == 404


def test_units_are_searched_and_filtered():
    OrganisationFactory(name="县水利局", kind="department")
    OrganisationFactory(name="石桥镇", kind="township", is_active=False)
    client = enter(security_admin())

    def names(query):
        text = text_of(client.get(reverse("organisations:organisations") + query))
        return {name for name in ("县水利局", "石桥镇") if name in text}

    assert names("") == {"县水利局", "石桥镇"}
    assert names("?q=水利") == {"县水利局"}
    assert names("?kind=township") == {"石桥镇"}
    assert names("?state=open") == {"县水利局"}
    assert names("?state=closed") == {"石桥镇"}
    assert names("?q=没有") == set()
