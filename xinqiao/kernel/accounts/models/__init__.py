"""Staff accounts, their duties, and what proves that it is they."""

from xinqiao.kernel.accounts.models.factors import FormerPassword, RecoveryCode, SecondFactor
from xinqiao.kernel.accounts.models.officers import OfficerQuerySet, Training, UnitOfficer
from xinqiao.kernel.accounts.models.people import (
    SESSION_SALT,
    DutyAssignment,
    DutyAssignmentQuerySet,
    User,
    UserManager,
)
from xinqiao.kernel.accounts.models.proposals import Proposal, ProposalState
from xinqiao.kernel.accounts.models.rosters import ProposedGrant, RosterState, StaffRoster
from xinqiao.kernel.accounts.models.sessions import StaffSession, StaffSessionQuerySet

__all__ = [
    "SESSION_SALT",
    "DutyAssignment",
    "DutyAssignmentQuerySet",
    "FormerPassword",
    "OfficerQuerySet",
    "Proposal",
    "ProposalState",
    "ProposedGrant",
    "RecoveryCode",
    "RosterState",
    "SecondFactor",
    "StaffRoster",
    "StaffSession",
    "StaffSessionQuerySet",
    "Training",
    "UnitOfficer",
    "User",
    "UserManager",
]
