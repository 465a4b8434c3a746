"""The second factor: enrolled and proved by the person himself, never by another."""

import datetime as dt

import pyotp
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts import rules
from xinqiao.kernel.accounts.actions.securing import GROUP_LETTERS, one_time_password
from xinqiao.kernel.accounts.models import RecoveryCode, SecondFactor, User
from xinqiao.kernel.audit import actions as audit

RECOVERY_CODES = 10
BY_CODE, BY_RECOVERY, REFUSED = "code", "recovery", ""


@transaction.atomic
def start_enrolment(*, actor: User) -> None:
    """Make the secret of a new authenticator; it proves nothing until its code was entered."""
    factor, _made = SecondFactor.objects.get_or_create(user=actor)
    factor.pending = factor.seal(pyotp.random_base32(), actor)
    factor.save(update_fields=["pending"])


@transaction.atomic
def confirm_enrolment(*, actor: User, code: str, now: dt.datetime) -> list[str]:
    """Put a new authenticator in force by its first code; all other sign-ins end.

    Returns the recovery codes, which cannot be read again. Raises rules.FactorRefused.
    """
    factor = SecondFactor.objects.select_for_update().filter(user=actor).first()
    if factor is None or factor.pending is None:
        raise rules.FactorRefused(_("请先生成密钥。"))
    secret = factor.reveal(factor.pending, actor)
    step = rules.accepted_step(secret, rules.plain_code(code), now=now, last_step=0)
    if step is None:
        raise rules.FactorRefused(_("验证码不对。请确认手机时间准确，输入当前显示的6位数字。"))
    factor.secret, factor.pending = factor.pending, None
    factor.confirmed_at, factor.last_step = now, step
    factor.failures, factor.failed_at = 0, None
    factor.save()
    actor.session_generation += 1
    actor.save(update_fields=["session_generation"])
    _record("factor_enrolled", actor, actor, now)
    return _issue(factor)


@transaction.atomic
def new_recovery_codes(*, actor: User, now: dt.datetime) -> list[str]:
    """Replace all recovery codes, used or not. Raises rules.FactorRefused."""
    factor = SecondFactor.objects.select_for_update().filter(user=actor).first()
    if factor is None or factor.confirmed_at is None:
        raise rules.FactorRefused(_("请先启用第二因素。"))
    _record("recovery_codes_issued", actor, actor, now)
    return _issue(factor)


@transaction.atomic
def prove(*, user_id: int, code: str, now: dt.datetime) -> str:
    """Try a code of a person whose password was right.

    Returns BY_CODE or BY_RECOVERY, or REFUSED, which is counted. Raises rules.FactorRefused
    while too many were wrong.
    """
    factor = SecondFactor.objects.select_for_update().get(user=user_id, confirmed_at__isnull=False)
    rules.check_tries(failures=factor.failures, failed_at=factor.failed_at, now=now)
    user = User.objects.get(pk=user_id)
    plain = rules.plain_code(code)
    is_time = rules.is_time_code(plain)
    found = _take_step(factor, user, plain, now) if is_time else _take_code(factor, plain, now)
    if not found:
        _count_failure(factor, now)
        _record("code_refused", None, user, now, result="refused")
        return REFUSED
    factor.failures, factor.failed_at = 0, None
    factor.save(update_fields=["failures", "failed_at", "last_step"])
    if not is_time:
        _record("recovery_code_used", user, user, now)
    return BY_CODE if is_time else BY_RECOVERY


def _take_step(factor: SecondFactor, user: User, code: str, now: dt.datetime) -> bool:
    assert factor.secret is not None  # noqa: S101 (it is confirmed)
    secret = factor.reveal(factor.secret, user)
    step = rules.accepted_step(secret, code, now=now, last_step=factor.last_step)
    factor.last_step = factor.last_step if step is None else step
    return step is not None


def _take_code(factor: SecondFactor, code: str, now: dt.datetime) -> bool:
    """One hash is computed whether the first letters are known or not."""
    row = factor.codes.filter(selector=code[:GROUP_LETTERS], used_at__isnull=True).first()
    if row is None:
        make_password(code)
        return False
    if not check_password(code, row.digest):
        return False
    row.used_at = now
    row.save(update_fields=["used_at"])
    return True


def _count_failure(factor: SecondFactor, now: dt.datetime) -> None:
    """Tries after a served waiting time are counted from one again."""
    is_served = factor.failures >= rules.MAX_CODE_FAILURES
    factor.failures = 1 if is_served else factor.failures + 1
    factor.failed_at = now
    factor.save(update_fields=["failures", "failed_at"])


def _issue(factor: SecondFactor) -> list[str]:
    """New codes in clear, their hashes stored; the first groups of all differ."""
    codes: dict[str, str] = {}
    while len(codes) < RECOVERY_CODES:
        code = one_time_password()
        codes.setdefault(code[:GROUP_LETTERS], code)
    factor.codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(factor=factor, selector=selector, digest=make_password(rules.plain_code(code)))
        for selector, code in codes.items()
    )
    return list(codes.values())


def _record(
    verb: str, actor: User | None, user: User, now: dt.datetime, result: str = "ok"
) -> None:
    audit.record(
        action=f"accounts.{verb}",
        actor=actor,
        target=user,
        at=now,
        organisation_id=user.organisation_id,
        result=result,
    )
