"""Registers of information and liaison officers: kept by the unit, reached for a reason."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from xinqiao.kernel.accounts import actions, policies, queries, rules
from xinqiao.kernel.accounts.models import UnitOfficer
from xinqiao.kernel.accounts.tests.factories import (
    NOW,
    UserFactory,
    auditor,
    holder,
    system_admin,
)
from xinqiao.kernel.accounts.tests.screens import PHONE, enter, said, text_of
from xinqiao.kernel.audit.models import AuditEvent
from xinqiao.kernel.vault import fields

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
EARLIER = TODAY - dt.timedelta(days=100)


def named(actor=None, **changes):
    actor = actor or holder("unit_head")
    particulars = {
        "organisation": actor.organisation,
        "role": UnitOfficer.Role.INFORMATION,
        "name": "李联络",
        "phone": PHONE,
        "starts_date": EARLIER,
    }
    return actions.name_officer(actor=actor, now=NOW, **particulars | changes)


def trained(actor, officer, **changes):
    facts = {"held_date": TODAY, "topic": "信息公开", "hours": 4, "result": "passed"}
    return actions.record_training(actor=actor, officer_id=officer.pk, now=NOW, **facts | changes)


# Keeping


def test_who_leads_a_unit_names_its_officers_and_the_phone_is_sealed():
    head = holder("unit_head")
    officer = named(head)

    assert PHONE.encode() not in bytes(officer.phone)
    assert fields.read(officer, "phone") == PHONE
    act = AuditEvent.objects.get(action="accounts.officer_named")
    assert act.organisation_id == head.organisation_id
    assert PHONE not in str(act.columns())


@pytest.mark.parametrize("who", [lambda: holder("contributor"), system_admin, auditor])
def test_nobody_else_names_officers(who):
    person = who()

    with pytest.raises(PermissionDenied):
        named(person)


def test_a_leader_keeps_no_other_units_register():
    officer, stranger = named(), holder("unit_head")

    with pytest.raises(PermissionDenied):
        named(stranger, organisation=UserFactory().organisation)
    with pytest.raises(PermissionDenied):
        trained(stranger, officer)
    with pytest.raises(PermissionDenied):
        actions.release_officer(actor=stranger, officer_id=officer.pk, ends_date=TODAY, now=NOW)


def test_an_unknown_role_is_refused():
    with pytest.raises(ValidationError):
        named(role="king")


def test_a_release_is_noted_once_and_not_before_the_beginning():
    head = holder("unit_head")
    officer = named(head)

    def release(day):
        return actions.release_officer(actor=head, officer_id=officer.pk, ends_date=day, now=NOW)

    with pytest.raises(rules.OfficerRefused, match="不能早于任职日期"):
        release(EARLIER - dt.timedelta(days=1))
    assert release(TODAY).ends_date == TODAY
    with pytest.raises(rules.OfficerRefused, match="已经登记过离任"):
        release(TODAY)


def test_a_training_is_noted_after_it_was_held():
    head = holder("unit_head")
    officer = named(head)

    trained(head, officer)

    assert str(officer.trainings.get()) == "信息公开"
    with pytest.raises(rules.OfficerRefused, match="今天之后"):
        trained(head, officer, held_date=TODAY + dt.timedelta(days=1))
    assert AuditEvent.objects.filter(action="accounts.officer_trained").count() == 1


def test_an_officers_phone_is_shown_to_who_leads_the_unit_only():
    head = holder("unit_head")
    officer = named(head)

    def reveal(actor):
        return actions.reveal_officer_phone(
            actor=actor, officer_id=officer.pk, reason="催报", now=NOW
        )

    assert reveal(head) == PHONE
    for person in (holder("contributor", organisation=head.organisation), system_admin()):
        with pytest.raises(PermissionDenied):
            reveal(person)


# Lists


def test_the_list_holds_ones_own_units_rows_and_none_for_an_administrator():
    head = holder("unit_head")
    own, _strange = named(head), named()

    assert list(queries.officers_of(head, TODAY)) == [own]
    assert list(queries.officers_of(system_admin(), TODAY)) == []
    assert not policies.can_see_officers(auditor())


def test_units_that_lack_an_officer_are_named():
    head = holder("unit_head")
    holder("contributor", organisation=head.organisation)
    unit = head.organisation
    assert queries.units_without_officers(head, TODAY) == [(unit, ["信息员", "联络员"])]

    named(head)
    assert queries.units_without_officers(system_admin(), TODAY) == [(unit, ["联络员"])]
    liaison = named(head, role=UnitOfficer.Role.LIAISON)
    assert queries.units_without_officers(head, TODAY) == []
    UnitOfficer.objects.filter(pk=liaison.pk).update(ends_date=TODAY - dt.timedelta(days=1))
    assert queries.units_without_officers(head, TODAY) == [(unit, ["联络员"])]


def test_the_page_masks_phones_with_few_queries(django_assert_max_num_queries):
    head = holder("unit_head")
    for number in range(12):
        named(head, phone=f"138123456{number:02}", name=f"联络{number}")
    client = enter(head)
    client.get(reverse("accounts:officers"))

    with django_assert_max_num_queries(16):
        page = text_of(client.get(reverse("accounts:officers")))

    assert "138****5611" in page
    assert "13812345611" not in page


# Pages


def at(name, officer):
    return reverse(f"accounts:{name}", args=[officer.pk])


def test_a_leader_names_trains_reaches_and_releases_on_the_pages():
    head = holder("unit_head")
    client = enter(head)
    form = {
        "organisation": head.organisation_id,
        "role": "liaison",
        "name": "王联络",
        "phone": PHONE,
        "starts_date": "2026-01-01",
    }

    assert "11位手机号" in text_of(
        client.post(reverse("accounts:officer_name"), form | {"phone": "1"})
    )
    assert client.post(reverse("accounts:officer_name"), form).status_code == 302
    officer = UnitOfficer.objects.get()
    training = {"held_date": "2026-02-01", "topic": "保密教育", "hours": 2, "result": "attended"}
    assert "保密教育" in said(client, at("officer_training", officer), training)
    assert "学时" in said(client, at("officer_training", officer), training | {"hours": 0})
    future = training | {"held_date": "2999-01-01"}
    assert "今天之后" in said(client, at("officer_training", officer), future)
    assert "理由" in said(client, at("officer_phone", officer), {})
    assert PHONE in text_of(client.post(at("officer_phone", officer), {"reason": "催报"}))
    assert "已更改" in said(client, at("officer_release", officer), {"ends_date": "2026-03-01"})


def test_the_limit_holds_for_officers_too(settings):
    settings.XINQIAO_UNMASK_PER_HOUR = 0
    head = holder("unit_head")
    officer = named(head)

    assert "一小时内" in said(enter(head), at("officer_phone", officer), {"reason": "催报"})


def test_another_units_officer_is_a_404_at_every_door():
    officer, client = named(), enter(holder("unit_head"))

    assert client.get(at("officer", officer)).status_code == 404
    for name in ("officer_training", "officer_release", "officer_phone"):
        assert client.post(at(name, officer), {"reason": "x"}).status_code == 404


def test_a_writer_reads_his_units_register_and_changes_nothing():
    head = holder("unit_head")
    officer = named(head)
    client = enter(holder("contributor", organisation=head.organisation))

    assert "138****5678" in text_of(client.get(at("officer", officer)))
    assert client.get(reverse("accounts:officer_name")).status_code == 404
    for name in ("officer_training", "officer_release", "officer_phone"):
        assert client.post(at(name, officer), {"reason": "x"}).status_code == 404


def test_a_vendor_has_no_such_page():
    assert enter(holder("vendor")).get(reverse("accounts:officers")).status_code == 404
