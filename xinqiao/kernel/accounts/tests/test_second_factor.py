"""The second factor: set up by oneself, each code once, few tries, nothing stored in clear."""

import datetime as dt

import pytest

from xinqiao.kernel.accounts import actions, queries, rules
from xinqiao.kernel.accounts.models import RecoveryCode, SecondFactor
from xinqiao.kernel.accounts.tests.acts import last_act
from xinqiao.kernel.accounts.tests.codes import STEP, code_of, enrolled, prove
from xinqiao.kernel.accounts.tests.factories import NOW, fresh, holder

pytestmark = pytest.mark.django_db

MINUTE = dt.timedelta(minutes=1)
LATER = NOW + 10 * MINUTE


# Setting it up


def test_a_new_authenticator_counts_only_after_its_first_code():
    user = holder("editor")
    actions.start_enrolment(actor=user)

    assert not queries.has_factor(user)
    with pytest.raises(rules.FactorRefused, match="验证码不对"):
        actions.confirm_enrolment(actor=user, code="000000", now=NOW)
    assert not queries.has_factor(user)

    code = code_of(queries.pending_secret_of(user))
    codes = actions.confirm_enrolment(actor=user, code=code, now=NOW)

    assert queries.has_factor(user)
    assert queries.pending_secret_of(user) == ""
    assert len(set(codes)) == 10
    assert last_act().action == "accounts.factor_enrolled"


def test_no_authenticator_is_confirmed_that_was_not_begun():
    with pytest.raises(rules.FactorRefused, match="先生成密钥"):
        actions.confirm_enrolment(actor=holder("editor"), code="123456", now=NOW)


def test_setting_it_up_ends_the_other_sign_ins():
    user = holder("editor")

    enrolled(user)

    assert fresh(user).session_generation == user.session_generation + 1


def test_the_old_authenticator_counts_until_the_new_one_is_confirmed():
    user = holder("editor")
    old, _codes = enrolled(user)
    actions.start_enrolment(actor=user)
    new = queries.pending_secret_of(user)

    assert prove(user, code_of(new, LATER), LATER) == ""
    assert prove(user, code_of(old, LATER), LATER) == actions.BY_CODE

    actions.confirm_enrolment(actor=fresh(user), code=code_of(new, LATER), now=LATER)
    again = LATER + MINUTE
    assert prove(user, code_of(old, again), again) == ""
    assert prove(user, code_of(new, again), again) == actions.BY_CODE


def test_neither_secret_nor_recovery_code_is_stored_in_clear():
    user = holder("editor")
    secret, codes = enrolled(user)
    stored = bytes(SecondFactor.objects.get().secret)

    assert secret.encode() not in stored
    for row in RecoveryCode.objects.all():
        assert not any(rules.plain_code(code) in row.digest for code in codes)


def test_a_secret_moved_to_another_person_does_not_open():
    one, other = holder("editor"), holder("editor")
    enrolled(one)
    enrolled(other)
    mine = SecondFactor.objects.get(user=one)

    with pytest.raises(Exception, match="密文"):
        mine.reveal(mine.secret, other)


# Proving oneself


def test_a_code_is_accepted_once_and_older_ones_never_again():
    user = holder("editor")
    secret, _codes = enrolled(user)
    code, older = code_of(secret, LATER), code_of(secret, LATER - STEP)

    assert prove(user, code, LATER) == actions.BY_CODE
    assert prove(user, code, LATER) == ""
    assert prove(user, older, LATER) == ""
    assert prove(user, code_of(secret, LATER + STEP), LATER + STEP) == actions.BY_CODE


def test_the_code_that_set_it_up_does_not_sign_in():
    user = holder("editor")
    secret, _codes = enrolled(user)

    assert prove(user, code_of(secret, NOW), NOW) == ""


def test_a_recovery_code_is_accepted_once_in_any_writing():
    user = holder("editor")
    _secret, codes = enrolled(user)
    typed = f" {codes[0].upper().replace('-', ' ')} "

    assert prove(user, typed, LATER) == actions.BY_RECOVERY
    assert last_act().action == "accounts.recovery_code_used"
    assert queries.recovery_codes_left(user) == 9
    assert prove(user, codes[0], LATER) == ""
    assert prove(user, codes[1], LATER) == actions.BY_RECOVERY


def test_a_recovery_code_with_the_right_beginning_only_is_refused():
    user = holder("editor")
    _secret, codes = enrolled(user)

    assert prove(user, codes[0][:5] + "aaaa-aaaa-aaaa", LATER) == ""
    assert last_act().action == "accounts.code_refused"
    assert last_act().result == "refused"


def test_new_recovery_codes_replace_the_old_ones():
    user = holder("editor")
    _secret, old = enrolled(user)

    new = actions.new_recovery_codes(actor=user, now=LATER)

    assert prove(user, old[0], LATER) == ""
    assert prove(user, new[0], LATER) == actions.BY_RECOVERY


def test_who_has_no_second_factor_gets_no_recovery_codes():
    user = holder("editor")
    with pytest.raises(rules.FactorRefused, match="先启用"):
        actions.new_recovery_codes(actor=user, now=NOW)

    actions.start_enrolment(actor=user)
    with pytest.raises(rules.FactorRefused, match="先启用"):
        actions.new_recovery_codes(actor=user, now=NOW)


def test_after_five_wrong_codes_even_the_right_one_waits_a_quarter_of_an_hour():
    user = holder("editor")
    secret, _codes = enrolled(user)
    for _ in range(5):
        assert prove(user, "aaaa-aaaa", LATER) == ""

    with pytest.raises(rules.FactorRefused, match="15分钟后再试"):
        prove(user, code_of(secret, LATER), LATER)

    served = LATER + 15 * MINUTE
    assert prove(user, "aaaa-aaaa", served) == ""
    assert SecondFactor.objects.get().failures == 1
    assert prove(user, code_of(secret, served), served) == actions.BY_CODE
    assert SecondFactor.objects.get().failures == 0


# The rule itself


@pytest.mark.parametrize(
    ("shift", "last", "is_accepted"),
    [
        pytest.param(-1, 0, True, id="one step late"),
        pytest.param(1, 0, True, id="one step early"),
        pytest.param(-2, 0, False, id="two steps late"),
        pytest.param(2, 0, False, id="two steps early"),
        pytest.param(0, 0, True, id="now"),
        pytest.param(0, int(NOW.timestamp()) // 30, False, id="used before"),
    ],
)
def test_a_code_counts_for_ninety_seconds(shift, last, is_accepted):
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    step = rules.accepted_step(secret, code_of(secret, NOW + shift * STEP), now=NOW, last_step=last)

    assert (step is not None) == is_accepted


def test_the_codes_are_those_of_the_standard():
    """RFC 6238, appendix B, SHA-1, the last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for seconds, code in ((59, "287082"), (1111111109, "081804"), (2000000000, "279037")):
        now = dt.datetime.fromtimestamp(seconds, dt.UTC)
        assert rules.accepted_step(secret, code, now=now, last_step=0) == seconds // 30


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("１２３ ４５６", "123456"), (" abcd-EFGH ", "abcdefgh"), ("", ""), ("—…", "")],
)
def test_codes_are_read_however_they_are_typed(typed, plain):
    assert rules.plain_code(typed) == plain


@pytest.mark.parametrize("text", ["12345", "1234567", "12345a", "²²²²²²", "١٢٣٤٥٦"])
def test_what_is_not_six_plain_digits_is_no_time_code(text):
    assert not rules.is_time_code(text)
