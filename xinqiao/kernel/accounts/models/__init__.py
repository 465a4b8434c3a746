"""Staff accounts, their duties, and what proves that it is they."""

from xinqiao.kernel.accounts.models.factors import FormerPassword, RecoveryCode, SecondFactor
from xinqiao.kernel.accounts.models.people import (
    SESSION_SALT,
    DutyAssignment,
    DutyAssignmentQuerySet,
    User,
    UserManager,
)
from xinqiao.kernel.accounts.models.proposals import Proposal, ProposalState
from xinqiao.kernel.accounts.models.sessions import StaffSession, StaffSessionQuerySet

__all__ = [
    "SESSION_SALT",
    "DutyAssignment",
    "DutyAssignmentQuerySet",
    "FormerPassword",
    "Proposal",
    "ProposalState",
    "RecoveryCode",
    "SecondFactor",
    "StaffSession",
    "StaffSessionQuerySet",
    "User",
    "UserManager",
]
