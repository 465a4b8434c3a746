"""Who may hold what together, and what keeps the three administrators apart.

Legal basis: GB/T 22239-2019 (等保三级) 8.1.4 and 8.1.5: system, security and audit
administrators are different people, and none of them does the work of the others;
  8.1.4.1: staff prove themselves by two factors, and failed tries are limited;
  8.1.4.1 a: passwords are complex and changed regularly; or OWASP ASVS 5.0.0, 6.2, instead;
  8.1.4.11: personal information is read for the purpose of the work only.
"""

import datetime as dt
import hashlib
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyotp
import rfc8785
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts.duties import Duty

STEP_SECONDS = 30  # RFC 6238, 5.2
WINDOW_STEPS = 1  # RFC 6238, 5.2: one step of delay; one ahead for clocks that run fast
CODE_DIGITS = 6
MAX_CODE_FAILURES = 5  # GB/T 22239-2019 8.1.4.1 b
CODE_WAIT_MINUTES = 15
MIN_REST = 6  # signs of a password that are neither a known word nor a row; our reading
PROPOSAL_VALID = dt.timedelta(minutes=30)


class DutyRefused(Exception):
    """The duty cannot be granted or taken back; the message says why."""


class AccountRefused(Exception):
    """The account cannot be changed so; the message says what to do first."""


def check_grant(duty: Duty, held: Iterable[Duty]) -> None:
    """Raises DutyRefused when ``held`` (in the whole installation) excludes ``duty``."""
    for other in held:
        if excludes(duty, other):
            raise DutyRefused(
                _("“%(new)s”不能与已有的“%(old)s”由一人兼任。")
                % {"new": duty.label, "old": other.label}
            )


def excludes(duty: Duty, other: Duty) -> bool:
    """Whether one person may not hold both; an administrator holds one duty and no other."""
    if duty.group or other.group:
        return True
    return other.code in duty.not_with or duty.code in other.not_with


def check_dates(duty: Duty, *, starts: dt.date, ends: dt.date | None, today: dt.date) -> None:
    """Both days are included. Raises DutyRefused."""
    if starts < today:
        raise DutyRefused(_("职责不能从过去的日期起授予。"))
    if ends is not None and ends < starts:
        raise DutyRefused(_("结束日期不能早于开始日期。"))
    if ends is None and duty.needs_end_date:
        raise DutyRefused(_("“%(duty)s”必须写明到哪天为止。") % {"duty": duty.label})


def check_receiver(*, is_active: bool, is_unit_open: bool) -> None:
    """Raises DutyRefused."""
    if not is_active:
        raise DutyRefused(_("账号已停用，不能授予职责。"))
    if not is_unit_open:
        raise DutyRefused(_("单位已撤销，不能在其中授予职责。"))


def check_revoke(duty: Duty, *, other_holders: int) -> None:
    """No administrator's seat is ever left empty: grant it to the successor first.

    Raises DutyRefused.
    """
    if duty.group and not other_holders:
        raise DutyRefused(
            _("这是唯一的“%(duty)s”，请先授予接任的人，再收回。") % {"duty": duty.label}
        )


def check_not_administrator(*, is_administrator: bool) -> None:
    """One administrator does not put another out, nor take his place by a new password.

    Raises AccountRefused.
    """
    if is_administrator:
        raise AccountRefused(_("这是管理员账号，请先由安全管理员收回其管理员职责。"))


def check_issue(*, people: int, limit: int) -> None:
    """Raises AccountRefused."""
    if not people:
        raise AccountRefused(_("没有要发放口令的人。"))
    if people > limit:
        raise AccountRefused(_("一次最多给%(limit)s人发放口令。") % {"limit": limit})


class UnmaskRefused(Exception):
    """Personal data are not shown in clear; the message says why."""


def check_unmask(*, reason: str, times: int, limit: int) -> None:
    """Nobody reads personal data in clear without a reason, nor many of them in one hour.

    Raises UnmaskRefused.
    """
    if not reason.strip():
        raise UnmaskRefused(_("请写明查看完整个人信息的理由。"))
    if times >= limit:
        raise UnmaskRefused(
            _("一小时内最多查看%(limit)s条完整的个人信息，请稍后再查。") % {"limit": limit}
        )


class OfficerRefused(Exception):
    """The register of officers is not changed so; the message says why."""


def check_release(*, starts: dt.date, ends: dt.date, released: dt.date | None) -> None:
    """Raises OfficerRefused."""
    if released is not None:
        raise OfficerRefused(_("已经登记过离任。"))
    if ends < starts:
        raise OfficerRefused(_("离任日期不能早于任职日期。"))


def check_training(*, held: dt.date, today: dt.date) -> None:
    """Raises OfficerRefused."""
    if held > today:
        raise OfficerRefused(_("培训日期不能在今天之后。"))


def check_unit_open(*, is_open: bool) -> None:
    """Raises AccountRefused."""
    if not is_open:
        raise AccountRefused(_("单位已撤销，不能在其中开账号。"))


class FactorRefused(Exception):
    """The second factor is not accepted or cannot be set up; the message says why."""


def plain_code(text: str) -> str:
    """What was typed as a code, without blanks and hyphens, in small half-width letters."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return "".join(sign for sign in folded if sign.isalnum())


def is_time_code(code: str) -> bool:
    """Whether it looks like a code of an authenticator and not like a recovery code."""
    return len(code) == CODE_DIGITS and code.isascii() and code.isdigit()


def accepted_step(secret: str, code: str, *, now: dt.datetime, last_step: int) -> int | None:
    """The time step whose code this is; none for a wrong code and for one used before.

    ``last_step`` is the youngest step used (RFC 6238, 5.2: a code is accepted once).
    """
    current = int(now.timestamp()) // STEP_SECONDS
    clock = pyotp.TOTP(secret, digits=CODE_DIGITS, interval=STEP_SECONDS)
    for step in range(current - WINDOW_STEPS, current + WINDOW_STEPS + 1):
        if secrets.compare_digest(clock.generate_otp(step), code) and step > last_step:
            return step
    return None


def check_tries(*, failures: int, failed_at: dt.datetime | None, now: dt.datetime) -> None:
    """After five wrong codes nobody tries for a quarter of an hour. Raises FactorRefused."""
    if failed_at is None or failures < MAX_CODE_FAILURES:
        return
    if now < failed_at + dt.timedelta(minutes=CODE_WAIT_MINUTES):
        raise FactorRefused(
            _("验证码连续输错%(times)s次，请%(minutes)s分钟后再试。")
            % {"times": MAX_CODE_FAILURES, "minutes": CODE_WAIT_MINUTES}
        )


class ProposalRefused(Exception):
    """An act for two persons cannot be proposed or decided so; the message says why."""


def payload_hash(kind: str, payload: Mapping[str, Any]) -> str:
    """SHA-256 of the act and its content as RFC 8785 JSON, in hexadecimal."""
    return hashlib.sha256(rfc8785.dumps({"kind": kind, "payload": dict(payload)})).hexdigest()


def check_not_proposed(*, is_open: bool) -> None:
    """The same act is not proposed twice at a time. Raises ProposalRefused."""
    if is_open:
        raise ProposalRefused(_("同样的事项已经提出，正在等待确认。"))


def check_open(*, is_open: bool, expires_at: dt.datetime, now: dt.datetime) -> None:
    """What was decided, and what is older than half an hour, stands. Raises ProposalRefused."""
    if not is_open:
        raise ProposalRefused(_("这个事项已经处理过。"))
    if now >= expires_at:
        raise ProposalRefused(_("已过30分钟，不能再确认，请重新提出。"))


def check_payload(*, kind: str, payload: Mapping[str, Any], stored: str, read: str) -> None:
    """What is confirmed is what was proposed and what was read. Raises ProposalRefused."""
    if not payload_hash(kind, payload) == stored == read:
        raise ProposalRefused(_("内容与您看到的不一致，请重新打开页面核对。"))


def check_proposer(*, may_still: bool) -> None:
    """Who has lost the duty since proposes nothing any more. Raises ProposalRefused."""
    if not may_still:
        raise ProposalRefused(_("提出人已不能办理这类事项，请由现任人员重新提出。"))


class PasswordRefused(Exception):
    """The password is too weak; the message says why."""


@dataclass(frozen=True)
class PasswordPolicy:
    """What passwords an installation accepts, and for how long.

    ``max_age_days`` 0: as long as nobody else knows it. ``remembered``: how many of a person's
    passwords, the present one included, he may not take again.
    """

    min_length: int
    max_age_days: int
    remembered: int


PASSWORD_POLICIES = {
    "dengbao": PasswordPolicy(12, max_age_days=90, remembered=5),  # GB/T 22239-2019 8.1.4.1 a
    "asvs": PasswordPolicy(15, max_age_days=0, remembered=0),  # ASVS 5.0.0, 6.2.1, 6.2.10
}
_LOOKALIKES = str.maketrans("@4301!$5", "aaeoliss")
_ROWS = (
    "0123456789",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
)
_RUN = 4  # signs in a row, as 1234 or qwer
_REPEAT = re.compile(r"(.)\1{2,}")
_YEAR = re.compile(r"(19|20)[0-9]{2}")


def check_password(policy: PasswordPolicy, password: str, *, words: Iterable[str]) -> None:
    """Long enough, and more than known words, rows of keys, years and repetitions.

    Raises PasswordRefused.
    """
    if len(password) < policy.min_length:
        raise PasswordRefused(
            _("口令至少%(length)s个字符，现为%(now)s个。")
            % {"length": policy.min_length, "now": len(password)}
        )
    text = _without_rows(unicodedata.normalize("NFKC", password).lower())
    for reading in (text, text.translate(_LOOKALIKES)):
        if len(_rest(reading, words)) < MIN_REST:
            raise PasswordRefused(
                _("口令太容易猜到：除去常见词、姓名、登录名、单位、年份和连续字符，所剩太少。")
            )


def _rest(text: str, words: Iterable[str]) -> str:
    """The letters and digits that are part of no known word."""
    for word in sorted(words, key=lambda known: (-len(known), known)):
        text = text.replace(word, " ")
    return "".join(sign for sign in text if sign.isalnum())


def _without_rows(text: str) -> str:
    """Years, rows of keys and repetitions are no secret."""
    text = _YEAR.sub(" ", text)
    for run in sorted(_runs(), key=len, reverse=True):
        text = text.replace(run, " ")
    return _REPEAT.sub(" ", text)


def _runs() -> Iterable[str]:
    """Rows of keys, forwards and backwards, from four signs on."""
    for row in (*_ROWS, *(row[::-1] for row in _ROWS)):
        for length in range(_RUN, len(row) + 1):
            yield from (row[at : at + length] for at in range(len(row) - length + 1))


def words_of(text: str) -> list[str]:
    """The words of a name or address, in small letters."""
    return re.findall(r"[^\W_]+", text.lower())


def is_password_old(policy: PasswordPolicy, *, changed_at: dt.datetime, now: dt.datetime) -> bool:
    """Whether it was kept for longer than the policy lets."""
    days = policy.max_age_days
    return bool(days) and now - changed_at > dt.timedelta(days=days)


def password_help(policy: PasswordPolicy) -> str:
    """What a person reads before he chooses one."""
    parts = [_("至少%(length)s个字符，可用一句话。") % {"length": policy.min_length}]
    parts.append(_("不要用常见词、姓名、登录名、单位名和连续字符。"))
    if policy.remembered:
        parts.append(_("不能与最近%(number)s次相同。") % {"number": policy.remembered})
    if policy.max_age_days:
        parts.append(_("每%(days)s天更换。") % {"days": policy.max_age_days})
    return "".join(parts)
