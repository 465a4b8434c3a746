"""A county's people come in by one workbook: opened by one administrator, granted by another."""

import datetime as dt
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from xinqiao.kernel.accounts import actions, duties
from xinqiao.kernel.accounts.models import DutyAssignment, ProposedGrant, StaffRoster, User
from xinqiao.kernel.accounts.rosters import planning, reading
from xinqiao.kernel.accounts.tests.acts import asked, issued
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    UserFactory,
    auditor,
    fresh,
    holder,
    security_admin,
    system_admin,
)
from xinqiao.kernel.accounts.tests.rosters import PEOPLE, UNITS, imported, uploaded, workbook
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.organisations.tests.factories import OrganisationFactory
from xinqiao.kernel.vault import fields
from xinqiao.kernel.vault.models import GroupKey

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def government():
    return OrganisationFactory(code="gov")


def plan(**sheets):
    return planning.plan(reading.read(workbook(**sheets)), today=TODAY)


def problems(**sheets):
    return " ".join(text for row in plan(**sheets).wrong for text in row.problems)


def person(**changes):
    names = ("name", "username", "unit", "phone", "email", "until", "duties", "duty_until")
    row = dict(zip(names, PEOPLE[0], strict=True)) | changes
    return [tuple(row.values())]


def unit(**changes):
    names = ("code", "name", "short", "kind", "parent", "position")
    return [tuple((dict(zip(names, UNITS[0], strict=True)) | changes).values())]


# Importing


def test_units_accounts_and_proposals_come_in_together(government):
    roster = imported()

    water, user = Organisation.objects.get(code="water"), User.objects.get(username="li.qing")
    assert (water.parent, user.organisation, user.name) == (government, water, "李青")
    assert fields.read(user, "phone") == "13800001234"
    asked = roster.proposals.values_list("user__username", "duty", "organisation__code")
    assert set(asked) == {
        ("li.qing", "contributor", "water"),
        ("wang.shen", "unit_reviewer", "water"),
    }


def test_nobody_can_sign_in_by_an_import():
    imported()

    for user in User.objects.filter(username__in=["li.qing", "wang.shen"]):
        assert not user.has_usable_password()
        assert not user.duty_codes


def test_the_rows_are_sealed_while_they_wait_and_gone_afterwards():
    roster = uploaded()
    assert b"13800001234" not in bytes(roster.content)
    assert "13800001234" in fields.read(roster, "content")

    actions.import_roster(actor=system_admin(), roster_id=roster.pk, now=NOW)

    roster.refresh_from_db()
    assert roster.content is None
    assert GroupKey.objects.get(group=roster.vault_group).wrapped is None
    events = AuditEvent.objects.filter(action__startswith="accounts.roster")
    assert "13800001234" not in str(list(events.values()))


def test_the_same_workbook_again_changes_nothing():
    imported()
    asked = ProposedGrant.objects.count()
    for proposal in ProposedGrant.objects.all():
        actions.grant_duty(
            actor=security_admin(),
            user_id=proposal.user_id,
            duty=proposal.duty,
            organisation=proposal.organisation,
            now=NOW,
        )

    again = imported()

    assert {line["outcome"] for line in again.report} == {"same"}
    assert User.objects.filter(username__in=["li.qing", "wang.shen"]).count() == 2
    assert Organisation.objects.filter(code="water").count() == 1
    assert ProposedGrant.objects.count() == asked


def test_one_wrong_row_and_nothing_is_written():
    roster = uploaded(people=[*PEOPLE, *person(username="坏 名", name="赵坏")])

    with pytest.raises(actions.RosterRefused, match="有1行有错，什么也没有导入"):
        actions.import_roster(actor=system_admin(), roster_id=roster.pk, now=NOW)

    assert not User.objects.filter(username="li.qing").exists()
    assert not Organisation.objects.filter(code="water").exists()


def test_a_tree_too_deep_is_refused_whole():
    chain = [
        (f"u{n}", f"单位{n}", f"单位{n}", "部门", f"u{n - 1}" if n else "gov", 0) for n in range(9)
    ]
    roster = uploaded(units=chain, people=[])

    with pytest.raises(actions.RosterRefused, match="层级"):
        actions.import_roster(actor=system_admin(), roster_id=roster.pk, now=NOW)
    assert not Organisation.objects.filter(code="u0").exists()


def test_what_is_known_is_corrected_by_its_code_and_login_name():
    imported()
    later = person(phone="13900009999", email="li@example.com", until=dt.date(2030, 1, 1))

    roster = imported(units=unit(name="青溪县水利局"), people=later)

    user = User.objects.get(username="li.qing")
    assert Organisation.objects.get(code="water").name == "青溪县水利局"
    assert fields.read(user, "phone") == "13900009999"
    assert (user.email, user.valid_until) == ("li@example.com", dt.date(2030, 1, 1))
    assert [line["outcome"] for line in roster.report] == ["changed", "changed"]


def test_a_correction_without_a_phone_keeps_the_phone():
    imported()

    imported(units=None, people=person(phone="", email="li@example.com", duties=""))

    assert fields.read(User.objects.get(username="li.qing"), "phone") == "13800001234"


def test_a_roster_is_imported_or_given_up_once():
    roster = imported()
    with pytest.raises(actions.RosterRefused, match="已导入"):
        actions.discard_roster(actor=system_admin(), roster_id=roster.pk, now=NOW)

    other = uploaded()
    actions.discard_roster(actor=system_admin(), roster_id=other.pk, now=NOW)
    with pytest.raises(actions.RosterRefused, match="已放弃"):
        actions.import_roster(actor=system_admin(), roster_id=other.pk, now=NOW)


# Who


@pytest.mark.parametrize("who", [security_admin, auditor, lambda: holder("editor")])
def test_only_the_system_administrator_imports(who):
    with pytest.raises(PermissionDenied):
        uploaded(who())
    roster = uploaded()
    for act in (actions.import_roster, actions.discard_roster):
        with pytest.raises(PermissionDenied):
            act(actor=who(), roster_id=roster.pk, now=NOW)


def test_only_the_security_administrator_grants_and_issues_passwords():
    admin = system_admin()
    roster = imported(admin)
    first, _second = roster.proposals.order_by("user__username")

    with pytest.raises(PermissionDenied):
        actions.decide_grants(actor=admin, roster_id=roster.pk, granted=[], now=NOW)
    with pytest.raises(PermissionDenied):
        asked(first.user, proposer=admin)


def decided(roster, granted, actor=None):
    ids = [proposal.pk for proposal in granted]
    actor = actor or security_admin()
    return actions.decide_grants(actor=actor, roster_id=roster.pk, granted=ids, now=NOW)


def test_ticked_proposals_are_granted_and_the_others_declined():
    roster = imported()
    first, second = roster.proposals.order_by("user__username")

    decided(roster, [first])

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.is_granted, second.is_granted) == (True, False)
    assert first.decided_at == second.decided_at == NOW
    assert fresh(first.user).holds("contributor", first.organisation)
    assert not fresh(second.user).duty_codes


def test_one_refused_proposal_and_none_is_granted():
    roster = imported()
    first, second = roster.proposals.order_by("user__username")
    User.objects.filter(pk=second.user_id).update(is_active=False)

    with pytest.raises(actions.RosterRefused, match="一项也没有授予：王审：账号已停用"):
        decided(roster, [first, second])

    assert not DutyAssignment.objects.filter(user=first.user).exists()
    assert roster.proposals.filter(decided_at=None).count() == 2


def test_what_was_granted_meanwhile_and_ones_own_are_named():
    admin = security_admin()
    roster = imported()
    first, second = roster.proposals.order_by("user__username")
    actions.grant_duty(
        actor=admin,
        user_id=first.user_id,
        duty=first.duty,
        organisation=first.organisation,
        now=NOW,
    )
    ProposedGrant.objects.filter(pk=second.pk).update(user=admin)

    with pytest.raises(actions.RosterRefused, match=r"已经授予过.*不能给自己授予"):
        decided(roster, [first, second], actor=admin)


def test_passwords_are_issued_to_who_holds_a_duty_and_only_once():
    roster = imported()
    first, _second = roster.proposals.order_by("user__username")
    decided(roster, [first])

    waiting = list(roster.without_password(TODAY))
    (password,) = issued(*waiting)

    assert [user.username for user in waiting] == ["li.qing"]
    assert not roster.without_password(TODAY).exists()
    assert fresh(first.user).check_password(password)
    assert fresh(first.user).must_change_password


# What a row may say


@pytest.mark.parametrize(
    ("sheets", "words"),
    [
        ({"people": person(username="")}, "登录名"),
        ({"people": person(username="Li Qing")}, "登录名只能用"),
        ({"people": [*PEOPLE, *PEOPLE]}, "登录名在表中重复"),
        ({"people": person(name="")}, "姓名"),
        ({"people": person(unit="nowhere")}, "单位代码没有登记"),
        ({"people": person(phone="12345")}, "手机号应为11位"),
        ({"people": person(email="x")}, "电子邮箱"),
        ({"people": person(until="明年")}, "有效期至应写成"),
        ({"people": person(until="2020-01-01")}, "有效期至已经过去"),
        ({"people": person(duties="大总管")}, "没有职责或岗位“大总管”"),
        ({"people": person(duties="系统管理员、编辑")}, "不能与已有的"),
        ({"units": unit(code="")}, "代码"),
        ({"units": unit(kind="公司")}, "没有类别“公司”"),
        ({"units": unit(position="第一")}, "顺序应为"),
        ({"units": unit(parent="nowhere")}, "上级代码没有登记"),
        ({"units": [*UNITS, *UNITS]}, "代码在表中重复"),
    ],
)
def test_a_wrong_row_is_explained(sheets, words):
    assert words in problems(**{"units": UNITS, "people": None} | sheets)


def test_a_known_account_is_not_taken_over_nor_moved():
    imported()
    OrganisationFactory(code="culture")

    assert "登录名已属于李青" in problems(people=person(name="李另"))
    assert "账号在另一单位" in problems(people=person(unit="culture"))
    assert "另一上级" in problems(units=unit(parent="culture"), people=None)


def test_a_phone_of_another_account_is_hinted_at():
    imported()

    row = plan(people=person(username="li.er", name="李二")).people[0]

    assert row.hints == ["手机号与李青相同。"]
    assert not row.problems


def test_a_post_brings_its_duties():
    row = plan(people=person(duties="网站主编，信息员")).people[0]

    assert row.duty_codes == ("editor", "publisher", "contributor")
    assert row.duty_labels == ["编辑", "发布员", "信息员"]


def test_every_post_may_be_held_by_one_person():
    for post in duties.all_posts():
        assert problems(people=person(duties=str(post.label), duty_until="2030-01-01")) == ""
    assert {str(post.team) for post in duties.all_posts()} == {
        "网站运行管理团队",
        "技术运维团队",
        "信息和服务保障团队",
    }


def test_judging_takes_few_queries_however_many_rows(django_assert_max_num_queries):
    people = [
        (f"职员{n}", f"many-{n}", "water", f"138{n:08}", "", None, "信息员", None)
        for n in range(200)
    ]
    rows = reading.read(workbook(people=people))

    with django_assert_max_num_queries(18):
        assert not planning.plan(rows, today=TODAY).wrong


# What a file may be


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "不是 xlsx"),
        (b"x" * (reading.MAX_FILE_BYTES + 1), "超过5 MB"),
        (workbook(units=None, people=[]), "没有可导入的行"),
        (workbook(units=[("a",)], unit_columns=("名字",), people=None), "缺少列：代码、全称、简称"),
        (workbook(units=[("a", "b", "c")] * (reading.MAX_ROWS + 1), people=None), "超过2000行"),
    ],
)
def test_what_is_no_roster_is_refused(content, words):
    with pytest.raises(reading.BadRoster, match=words):
        reading.read(content)


def test_a_zip_that_is_no_workbook_and_one_that_is_too_large_inside_are_refused(monkeypatch):
    import zipfile

    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("x", "y")
    with pytest.raises(reading.BadRoster, match="打不开"):
        reading.read(target.getvalue())
    monkeypatch.setattr(reading, "MAX_UNPACKED_BYTES", 0)
    with pytest.raises(reading.BadRoster, match="解开后过大"):
        reading.read(target.getvalue())


def test_the_template_is_read_as_empty_and_says_its_columns():
    book = load_workbook(BytesIO(reading.template()))

    assert book.sheetnames == [reading.UNIT_SHEET, reading.PEOPLE_SHEET]
    assert tuple(cell.value for cell in book["人员"][1]) == reading.PEOPLE_COLUMNS
    with pytest.raises(reading.BadRoster, match="没有可导入的行"):
        reading.read(reading.template())


def test_days_and_numbers_of_a_spreadsheet_become_text():
    rows = reading.read(workbook(people=person(until=dt.datetime(2030, 1, 2, 3, 4), phone=1.38e10)))

    assert rows[-1].cells["有效期至"] == "2030-01-02"
    assert rows[-1].cells["手机号"] == "13800000000"


def test_an_account_without_a_unit_is_not_corrected():
    UserFactory(username="li.qing", name="李青", organisation=None)

    assert "账号在另一单位" in problems()


def test_a_roster_reads_as_its_file():
    assert str(uploaded()) == "名册.xlsx"
    assert StaffRoster.objects.get().pk
