"""Who may change the register of units.

The duty is asked by its code: the accounts stand above this package.
"""

from typing import Any

SYSTEM_ADMIN = "system_admin"
SECURITY_ADMIN = "security_admin"


def can_change(actor: Any) -> bool:
    """The system administrator; nobody (None) is the operator's own command, before any account."""
    return actor is None or SYSTEM_ADMIN in actor.duty_codes


def can_look(user: Any) -> bool:
    """The two administrators who keep accounts read the whole register."""
    return bool({SYSTEM_ADMIN, SECURITY_ADMIN} & user.duty_codes)
