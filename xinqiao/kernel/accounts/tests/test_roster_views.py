"""The screens of rosters, as the two administrators use them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from xinqiao.kernel.accounts.models import StaffRoster, User
from xinqiao.kernel.accounts.tests.factories import auditor, holder, security_admin, system_admin
from xinqiao.kernel.accounts.tests.rosters import PEOPLE, imported, uploaded, workbook
from xinqiao.kernel.accounts.tests.screens import enter, said, text_of
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def government():
    return OrganisationFactory(code="gov")


def at(name, roster):
    return reverse(f"accounts:{name}", args=[roster.pk])


def sent(client, content):
    file = SimpleUploadedFile("名册.xlsx", content)
    return client.post(reverse("accounts:rosters"), {"file": file})


def test_upload_preview_import_grant_and_passwords():
    opener, granter = enter(system_admin()), enter(security_admin())

    answer = sent(opener, workbook())
    roster = StaffRoster.objects.get()
    preview = text_of(opener.get(answer.url))
    assert "新增 3" in preview
    assert "13800001234" not in preview
    assert "确认导入" not in text_of(granter.get(answer.url))
    assert "已导入" in said(opener, at("roster_import", roster), {})

    page = text_of(granter.get(at("roster", roster)))
    assert page.count('name="granted"') == 2
    chosen = list(roster.proposals.values_list("pk", flat=True))
    assert "已决定" in said(granter, at("roster_grants", roster), {"granted": chosen})
    first = granter.post(at("roster_passwords", roster), {})
    assert text_of(first).count("<code>") == 2
    assert "no-store" in first["Cache-Control"]
    assert text_of(granter.get(at("roster", roster))).count("已授予") == 2


def test_wrong_rows_are_shown_and_cannot_be_imported():
    client = enter(system_admin())
    wrong = [*PEOPLE, ("赵坏", "x y", "water", "1", "", None, "", None)]
    roster = uploaded(people=wrong)

    page = text_of(client.get(at("roster", roster)))

    assert "人员 4" in page
    assert "手机号应为11位" in page
    assert "确认导入" not in page
    assert "什么也没有导入" in said(client, at("roster_import", roster), {})
    assert not User.objects.filter(username="li.qing").exists()


def test_a_file_that_is_none_is_explained():
    client = enter(system_admin())

    assert "不是 xlsx" in text_of(sent(client, b"hello"))
    assert "必" in text_of(client.post(reverse("accounts:rosters"), {}))
    assert not StaffRoster.objects.exists()


def test_a_roster_is_given_up_once():
    client, roster = enter(system_admin()), uploaded()

    client.post(at("roster_discard", roster))

    assert "已放弃" in text_of(client.get(reverse("accounts:rosters")))
    assert "已放弃" in said(client, at("roster_discard", roster), {})


def test_a_refused_grant_is_explained():
    client, roster = enter(security_admin()), imported()
    User.objects.filter(username="li.qing").update(is_active=False)
    chosen = list(roster.proposals.values_list("pk", flat=True))

    assert "一项也没有授予" in said(client, at("roster_grants", roster), {"granted": chosen})
    assert "重新核对" in said(client, at("roster_grants", roster), {"granted": [0]})


def test_the_template_and_the_posts_are_there_for_both_administrators():
    for person in (system_admin(), security_admin()):
        client = enter(person)
        template = client.get(reverse("accounts:roster_template"))
        assert template["Content-Type"].endswith("spreadsheetml.sheet")
        assert "网站主编" in text_of(client.get(reverse("accounts:posts")))


@pytest.mark.parametrize("who", [auditor, lambda: holder("editor")])
def test_nobody_else_finds_these_pages(who):
    client, roster = enter(who()), uploaded()

    for name in ("rosters", "roster_template", "posts"):
        assert client.get(reverse(f"accounts:{name}")).status_code == 404
    assert client.get(at("roster", roster)).status_code == 404
    for name in ("roster_import", "roster_discard", "roster_grants", "roster_passwords"):
        assert client.post(at(name, roster)).status_code == 404


def test_each_administrator_has_his_own_buttons_only():
    opener, granter, roster = enter(system_admin()), enter(security_admin()), imported()

    assert sent(granter, workbook()).status_code == 404
    for name in ("roster_import", "roster_discard"):
        assert granter.post(at(name, roster)).status_code == 404
    for name in ("roster_grants", "roster_passwords"):
        assert opener.post(at(name, roster)).status_code == 404
