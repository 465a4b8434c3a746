"""The password policy of the installation, as Django's validators and the middleware ask it."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts import rules
from xinqiao.kernel.accounts.models import FormerPassword, User

WEAK_WORDS = Path(__file__).parent / "data" / "weak-words.txt"
SHORTEST_WORD = 3  # shorter ones are part of too many good passwords


def policy() -> rules.PasswordPolicy:
    """The policy that the operator chose."""
    return rules.PASSWORD_POLICIES[settings.XINQIAO_PASSWORD_POLICY]


def is_old(user: User, now: dt.datetime) -> bool:
    """Whether it is time for a new password; never in the demo, whose accounts are printed."""
    since = user.password_changed_at or user.opened_at
    if settings.XINQIAO_DEMO or since is None:
        return False
    return rules.is_password_old(policy(), changed_at=since, now=now)


class PolicyValidator:
    """Length, weak and context words, and the passwords used before."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError."""
        try:
            rules.check_password(policy(), password, words=weak_words() | context_words(user))
        except rules.PasswordRefused as error:
            raise ValidationError(str(error), code="password_weak") from error
        if _is_used_before(password, user):
            raise ValidationError(
                _("不能与最近%(number)s次用过的口令相同。") % {"number": policy().remembered},
                code="password_used_before",
            )

    def get_help_text(self) -> str:
        return rules.password_help(policy())


@cache
def weak_words() -> frozenset[str]:
    """The local list; nothing is asked of a server."""
    lines = WEAK_WORDS.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def context_words(user: Any) -> frozenset[str]:
    """What a stranger guesses first: the person, his unit, this platform."""
    if not isinstance(user, User):
        return frozenset()
    unit = user.organisation
    texts = [user.username, user.name, user.email.partition("@")[0]]
    texts += [unit.code, unit.name, unit.short_name] if unit else []
    parts = {part for text in texts for part in rules.words_of(text)}
    return frozenset(part for part in parts if len(part) >= SHORTEST_WORD)


def _is_used_before(password: str, user: Any) -> bool:
    number = policy().remembered
    if not isinstance(user, User) or user.pk is None or not number:
        return False
    former = FormerPassword.objects.filter(user=user).order_by("-pk")[: number - 1]
    digests = [user.password, *former.values_list("digest", flat=True)]
    return any(check_password(password, digest) for digest in digests)
