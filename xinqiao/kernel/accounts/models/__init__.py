"""Staff accounts, their duties, and what proves that it is they."""

from xinqiao.kernel.accounts.models.factors import RecoveryCode, SecondFactor
from xinqiao.kernel.accounts.models.people import (
    SESSION_SALT,
    DutyAssignment,
    DutyAssignmentQuerySet,
    User,
    UserManager,
)

__all__ = [
    "SESSION_SALT",
    "DutyAssignment",
    "DutyAssignmentQuerySet",
    "RecoveryCode",
    "SecondFactor",
    "User",
    "UserManager",
]
