"""Who may open a private file: whoever a registered rule lets through, and nobody else.

Packages that hang files on their objects register a rule in ``apps.ready()``:
``access.register(policies.can_read_file)``, a function of a user and a StoredFile.
"""

from collections.abc import Callable

from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.files import policies
from xinqiao.kernel.files.models import StoredFile

Rule = Callable[[User, StoredFile], bool]

_rules: list[Rule] = []


def register(rule: Rule) -> None:
    """Let a rule open files, beside the rules that are there."""
    if rule not in _rules:
        _rules.append(rule)


def unregister(rule: Rule) -> None:
    """Take a rule away."""
    _rules.remove(rule)


def may_read(user: User, stored: StoredFile) -> bool:
    """Whether any rule lets this person open this file; no rule, no access."""
    return bool(user.is_active) and any(rule(user, stored) for rule in _rules)


def is_of_own_unit(user: User, stored: StoredFile) -> bool:
    """Who works for a unit sees what was uploaded for it; its administrators do not."""
    return stored.organisation_id in policies.units_of(user)
