import datetime as dt

import pytest

from xinqiao.kernel.accounts import duties, rules
from xinqiao.kernel.accounts.duties import Duty

SYSTEM = duties.get(duties.SYSTEM_ADMIN)
SECURITY = duties.get(duties.SECURITY_ADMIN)
AUDITOR = duties.get(duties.AUDITOR)
WRITER = Duty("writer", "信息员")
PUBLISHER = Duty("press", "发布员")
VENDOR = Duty("guest", "外包人员", not_with=frozenset({"press"}), needs_end_date=True)
TODAY = dt.date(2026, 11, 24)
TOMORROW = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("duty", "held"),
    [
        pytest.param(SYSTEM, SECURITY, id="system and security"),
        pytest.param(SYSTEM, AUDITOR, id="system and audit"),
        pytest.param(SECURITY, SYSTEM, id="security and system"),
        pytest.param(SECURITY, AUDITOR, id="security and audit"),
        pytest.param(AUDITOR, SYSTEM, id="audit and system"),
        pytest.param(AUDITOR, SECURITY, id="audit and security"),
        pytest.param(AUDITOR, AUDITOR, id="the same seat twice"),
        pytest.param(SYSTEM, WRITER, id="an administrator does not write"),
        pytest.param(WRITER, SYSTEM, id="a writer does not administer"),
        pytest.param(VENDOR, PUBLISHER, id="excluded by the new duty"),
        pytest.param(PUBLISHER, VENDOR, id="excluded by the held duty"),
    ],
)
def test_two_duties_that_one_person_may_not_hold(duty, held):
    with pytest.raises(rules.DutyRefused, match="兼任"):
        rules.check_grant(duty, [WRITER, held] if duty != WRITER else [held])


def test_editorial_duties_go_together_on_different_items():
    rules.check_grant(PUBLISHER, [WRITER, PUBLISHER])
    rules.check_grant(SYSTEM, [])


@pytest.mark.parametrize(
    ("duty", "starts", "ends", "words"),
    [
        pytest.param(WRITER, dt.date(2026, 11, 23), None, "过去", id="begins yesterday"),
        pytest.param(WRITER, TOMORROW, TODAY, "早于", id="ends before it begins"),
        pytest.param(VENDOR, TODAY, None, "到哪天", id="a guest without an end"),
    ],
)
def test_dates_that_are_refused(duty, starts, ends, words):
    with pytest.raises(rules.DutyRefused, match=words):
        rules.check_dates(duty, starts=starts, ends=ends, today=TODAY)


@pytest.mark.parametrize(
    ("duty", "starts", "ends"),
    [
        pytest.param(WRITER, TODAY, None, id="for good"),
        pytest.param(WRITER, TODAY, TODAY, id="for one day"),
        pytest.param(VENDOR, TOMORROW, TOMORROW, id="a guest from tomorrow"),
    ],
)
def test_dates_that_are_allowed(duty, starts, ends):
    rules.check_dates(duty, starts=starts, ends=ends, today=TODAY)


@pytest.mark.parametrize(
    ("is_active", "is_unit_open", "words"),
    [
        pytest.param(False, True, "停用", id="disabled person"),
        pytest.param(True, False, "撤销", id="closed unit"),
    ],
)
def test_nothing_is_granted_to_or_in_what_is_closed(is_active, is_unit_open, words):
    rules.check_receiver(is_active=True, is_unit_open=True)

    with pytest.raises(rules.DutyRefused, match=words):
        rules.check_receiver(is_active=is_active, is_unit_open=is_unit_open)


def test_the_last_administrator_of_a_kind_keeps_his_seat():
    rules.check_revoke(AUDITOR, other_holders=1)
    rules.check_revoke(WRITER, other_holders=0)

    with pytest.raises(rules.DutyRefused, match="接任"):
        rules.check_revoke(AUDITOR, other_holders=0)


def test_administrators_do_not_put_each_other_out():
    rules.check_not_administrator(is_administrator=False)

    with pytest.raises(rules.AccountRefused):
        rules.check_not_administrator(is_administrator=True)


def test_no_account_is_opened_in_a_closed_unit():
    rules.check_unit_open(is_open=True)

    with pytest.raises(rules.AccountRefused):
        rules.check_unit_open(is_open=False)


def test_an_unknown_duty_is_not_found():
    with pytest.raises(duties.UnknownDuty):
        duties.get("emperor")


def test_the_kernel_registers_the_three_administrators():
    codes = {duty.code for duty in duties.all_duties() if duty.group == duties.ADMINISTRATORS}

    assert codes == {"system_admin", "security_admin", "auditor"}
