"""Every change of accounts and duties, one function per use-case."""

from xinqiao.kernel.accounts.actions.bootstrap import (
    AdministratorsExist,
    NotAdministrator,
    create_admins,
    reset_administrator,
)
from xinqiao.kernel.accounts.actions.granting import AlreadyGranted, grant_duty, revoke_duty
from xinqiao.kernel.accounts.actions.keeping import (
    change_account,
    disable_account,
    enable_account,
    open_account,
)
from xinqiao.kernel.accounts.actions.officers import (
    name_officer,
    record_training,
    release_officer,
    reveal_officer_phone,
)
from xinqiao.kernel.accounts.actions.passwords import (
    ISSUE_PASSWORDS,
    PASSWORDS_AT_ONCE,
    passwords_for,
)
from xinqiao.kernel.accounts.actions.proposals import (
    confirm_act,
    propose_act,
    refuse_act,
    withdraw_act,
)
from xinqiao.kernel.accounts.actions.resetting import RESET_FACTOR, payload_of
from xinqiao.kernel.accounts.actions.rosters import (
    RosterRefused,
    decide_grants,
    discard_roster,
    import_roster,
    plan_of,
    upload_roster,
)
from xinqiao.kernel.accounts.actions.second_factor import (
    BY_CODE,
    BY_RECOVERY,
    confirm_enrolment,
    new_recovery_codes,
    prove,
    start_enrolment,
)
from xinqiao.kernel.accounts.actions.securing import (
    change_password,
    end_sessions,
    unlock,
)
from xinqiao.kernel.accounts.actions.sessions import begin_session, end_session
from xinqiao.kernel.accounts.actions.unmasking import reveal_phone, unmask

__all__ = [
    "BY_CODE",
    "BY_RECOVERY",
    "ISSUE_PASSWORDS",
    "PASSWORDS_AT_ONCE",
    "RESET_FACTOR",
    "AdministratorsExist",
    "AlreadyGranted",
    "NotAdministrator",
    "RosterRefused",
    "begin_session",
    "change_account",
    "change_password",
    "confirm_act",
    "confirm_enrolment",
    "create_admins",
    "decide_grants",
    "disable_account",
    "discard_roster",
    "enable_account",
    "end_session",
    "end_sessions",
    "grant_duty",
    "import_roster",
    "name_officer",
    "new_recovery_codes",
    "open_account",
    "passwords_for",
    "payload_of",
    "plan_of",
    "propose_act",
    "prove",
    "record_training",
    "refuse_act",
    "release_officer",
    "reset_administrator",
    "reveal_officer_phone",
    "reveal_phone",
    "revoke_duty",
    "start_enrolment",
    "unlock",
    "unmask",
    "upload_roster",
    "withdraw_act",
]
