"""The desk's duty roster: read from pasted lines, kept by the desk, shown at home."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from hypothesis import given
from hypothesis import strategies as st

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import DutyShift
from xinqiao.domains.portal.tests.factories import NOW
from xinqiao.domains.portal.tests.screens import as_, client_of
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.sites.tests.factories import OrganisationFactory, person

TODAY = dt.date(2026, 11, 24)
in_database = pytest.mark.django_db


@pytest.mark.parametrize(
    "line",
    ["2026-11-25 张三", "2026/11/25\t张三", "2026年11月25日，张三", "  2026.11.25, 张三 "],
)
def test_days_are_read_as_people_write_them(line):
    assert rules.read_roster(f"\n{line}\n", today=TODAY) == [
        rules.RosterLine(2, dt.date(2026, 11, 25), "张三")
    ]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "1至"),
        ("2026-11-25 甲\n" * 501, "1至"),
        ("张三", "第1行读不懂"),
        ("2026-02-30 张三", "没有这一天"),
        ("2026-11-23 张三", "已过去"),
        ("2028-11-23 张三", "太远"),
        ("2026-11-25 甲\n2026-11-25 乙", "第2行：2026-11-25重复"),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(text, says):
    with pytest.raises(rules.RosterRefused, match=says):
        rules.read_roster(text, today=TODAY)


@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(text):
    try:
        lines = rules.read_roster(text, today=TODAY)
    except rules.RosterRefused:
        return
    assert len({line.day for line in lines}) == len(lines)


def keep(place, text, *, by="editor"):
    return actions.set_roster(
        actor=place.fresh(by), organisation_id=place.office.pk, text=text, now=NOW
    )


@in_database
def test_roster_names_editors_of_the_desk_by_name_or_account(place):
    editor = place.people["editor"]

    assert keep(place, f"2026-11-25 {editor.name}\n2026-11-26 {editor.username}") == 2
    other = person("editor", organisation=place.office)
    keep(place, f"2026-11-26 {other.name}")

    assert [shift.editor for shift in queries.shifts_of(place.office.pk, TODAY)] == [editor, other]
    assert str(DutyShift.objects.first()) == f"2026-11-25 {editor.name}"
    assert AuditEvent.objects.latest("pk").action == "portal.roster_set"


@in_database
@pytest.mark.parametrize("twice", [False, True])
def test_unknown_or_doubtful_names_are_refused_and_nothing_is_set(place, twice):
    editor = place.people["editor"]
    name = editor.name if twice else "无此人"
    person("editor", organisation=place.office, name=editor.name)

    with pytest.raises(rules.RosterRefused, match="第2行"):
        keep(place, f"2026-11-25 {editor.username}\n2026-11-26 {name}")
    assert not DutyShift.objects.exists()


@in_database
def test_only_the_desk_keeps_its_roster(place):
    with pytest.raises(PermissionDenied):
        keep(place, "2026-11-25 甲", by="contributor")
    shift = DutyShift.objects.create(
        organisation=place.office, day=TODAY, editor=place.people["editor"]
    )
    stranger = person("editor", "site_manager", organisation=OrganisationFactory())
    with pytest.raises(PermissionDenied):
        actions.clear_shift(actor=stranger, shift_id=shift.pk, now=NOW)

    actions.clear_shift(actor=place.fresh("editor"), shift_id=shift.pk, now=NOW)

    assert not DutyShift.objects.exists()


@in_database
def test_people_of_a_unit_see_who_is_on_duty_at_their_desk(place, django_assert_num_queries):
    DutyShift.objects.create(organisation=place.office, day=TODAY, editor=place.people["editor"])

    writer = place.fresh("contributor")
    assert [shift.editor for shift in queries.on_duty_for(writer, TODAY)] == [
        place.people["editor"]
    ]
    with django_assert_num_queries(2):
        queries.on_duty_for(writer, TODAY)
    stranger = person("contributor", organisation=OrganisationFactory())
    assert queries.on_duty_for(stranger, TODAY) == []


@in_database
def test_roster_from_the_screen(place, time_machine):
    time_machine.move_to(NOW)
    client = as_(place, "editor")
    name = place.people["editor"].name

    refused = client.post("/manage/roster/", {"text": "明天 张三"})
    client.post("/manage/roster/", {"text": f"2026-11-24 {name}"})

    shift = DutyShift.objects.get()
    assert "第1行读不懂" in refused.content.decode()
    assert "明天 张三" in refused.content.decode()
    assert (
        f"今日值班编辑（{place.office.short_name}）：{name}"
        in client.get("/manage/").content.decode()
    )
    stranger = client_of(person("editor", organisation=OrganisationFactory()))
    assert stranger.post(f"/manage/roster/{shift.pk}/clear/").status_code == 404
    assert stranger.get(f"/manage/roster/?unit={place.office.pk}").status_code == 404
    assert client.post(f"/manage/roster/{shift.pk}/clear/").status_code == 302
    assert not DutyShift.objects.exists()
