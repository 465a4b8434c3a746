"""One-time passwords, which two people issue together and neither of them knows (ASVS 6.4.6).

Each of the two reads one half, on the answer to his own act; only the person who gets both halves
can sign in, and must choose a password of his own. The halves are kept nowhere: they are computed
from the key of the installation and the ``nonce`` of the proposal.
"""

import datetime as dt
import secrets
from collections.abc import Iterable

from axes.utils import reset as reset_failures
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from xinqiao.kernel.accounts import dual, notices, policies, rules
from xinqiao.kernel.accounts.actions.securing import LETTERS, replace_password
from xinqiao.kernel.accounts.models import StaffSession, User
from xinqiao.kernel.audit import actions as audit
from xinqiao.kernel.audit.models import AuditEvent

ISSUE_PASSWORDS = "accounts.issue_passwords"
PASSWORDS_AT_ONCE = 30  # each takes about 0.05 s to hash while the confirmation holds its locks
HALF_LETTERS = 8  # about 39 bits: who knows one half still guesses for ever against the lock
FIRST, SECOND = "first", "second"
COUNTED = dt.timedelta(days=30)


def passwords_for(users: Iterable[User]) -> dict[str, object]:
    """The payload of ISSUE_PASSWORDS. Raises rules.AccountRefused."""
    people = sorted(users, key=lambda user: user.pk)
    for user in people:
        rules.check_not_administrator(is_administrator=user.is_administrator)
    rules.check_issue(people=len(people), limit=PASSWORDS_AT_ONCE)
    return {"users": [user.pk for user in people], "nonce": secrets.token_hex(16)}


def half(payload: dual.Payload, user_id: int, which: str) -> str:
    """Eight letters in two groups."""
    text = f"{payload['nonce']}:{user_id}:{which}"
    number = int(salted_hmac(ISSUE_PASSWORDS, text, algorithm="sha256").hexdigest(), 16)
    letters = []
    for _place in range(HALF_LETTERS):
        number, place = divmod(number, len(LETTERS))
        letters.append(LETTERS[place])
    return "".join(letters[:4]) + "-" + "".join(letters[4:])


def issue(payload: dual.Payload, proposer: User, actor: User, now: dt.datetime) -> None:
    """Put the passwords in force; locks and sessions end, and each person is told.

    Raises rules.AccountRefused.
    """
    before = issued_by(proposer, now)
    people = _people(payload, locked=True)
    for user in people:
        rules.check_not_administrator(is_administrator=user.is_administrator)
        replace_password(user, _whole(payload, user.pk), now)
        user.password_changed_at, user.must_change_password = now, True
        user.save(update_fields=["password", "password_changed_at", "must_change_password"])
        StaffSession.objects.filter(user=user).end()
        reset_failures(username=user.username)
        before += 1
        after = {"proposed_by": proposer.pk, "by_proposer_in_30_days": before}
        _record(user, actor, now, after)
        notices.tell(
            user,
            _("您的口令已由%(first)s提出、%(second)s确认重置。不是您要求的，请立即告诉安全管理员。")
            % {"first": proposer.name, "second": actor.name},
            now,
        )


def issued_by(proposer: User, now: dt.datetime) -> int:
    """How many one-time passwords of this person's proposing were put in force in 30 days."""
    events = AuditEvent.objects.filter(action="accounts.password_set", at__gte=now - COUNTED)
    return events.filter(after__proposed_by=proposer.pk).count()


def describe(payload: dual.Payload) -> list[tuple[str, str]]:
    """Whose passwords, and what both have to know."""
    names = "、".join(f"{user.name}（{user.username}）" for user in _people(payload))
    return [
        (_("给谁"), names),
        (_("结果"), _("原口令作废，本人的登录全部结束，第一次登录时必须改掉。")),
        (_("交付"), _("口令分两半，提出人和确认人各见一半，请分别交给本人，不要告诉对方。")),
    ]


def _halves(payload: dual.Payload, which: str) -> list[tuple[str, str]]:
    return [
        (f"{user.name}（{user.username}）", half(payload, user.pk, which))
        for user in _people(payload)
    ]


def _whole(payload: dual.Payload, user_id: int) -> str:
    return f"{half(payload, user_id, FIRST)}-{half(payload, user_id, SECOND)}"


def _people(payload: dual.Payload, *, locked: bool = False) -> list[User]:
    rows = User.objects.filter(pk__in=payload["users"]).order_by("pk")
    return list(rows.select_for_update() if locked else rows)


def _record(user: User, actor: User, now: dt.datetime, after: dict[str, int]) -> None:
    audit.record(
        action="accounts.password_set",
        actor=actor,
        target=user,
        at=now,
        organisation_id=user.organisation_id,
        after=after,
    )


def register() -> None:
    """Let the security administrator propose it, and another person confirm."""
    dual.register(
        dual.Act(
            code=ISSUE_PASSWORDS,
            label=gettext_lazy("发放一次性口令"),
            may_propose=policies.can_propose_passwords,
            may_confirm=policies.can_confirm_passwords,
            describe=describe,
            carry_out=issue,
            tell_proposer=lambda payload: _halves(payload, FIRST),
            tell_confirmer=lambda payload: _halves(payload, SECOND),
        )
    )
