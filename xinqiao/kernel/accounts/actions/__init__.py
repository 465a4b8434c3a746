"""Every change of accounts and duties, one function per use-case."""

from xinqiao.kernel.accounts.actions.bootstrap import AdministratorsExist, create_admins
from xinqiao.kernel.accounts.actions.granting import AlreadyGranted, grant_duty, revoke_duty
from xinqiao.kernel.accounts.actions.keeping import (
    change_account,
    disable_account,
    enable_account,
    open_account,
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
    one_time_password,
    set_password,
    unlock,
)
from xinqiao.kernel.accounts.actions.unmasking import reveal_phone, unmask

__all__ = [
    "BY_CODE",
    "BY_RECOVERY",
    "AdministratorsExist",
    "AlreadyGranted",
    "change_account",
    "change_password",
    "confirm_enrolment",
    "create_admins",
    "disable_account",
    "enable_account",
    "end_sessions",
    "grant_duty",
    "new_recovery_codes",
    "one_time_password",
    "open_account",
    "prove",
    "reveal_phone",
    "revoke_duty",
    "set_password",
    "start_enrolment",
    "unlock",
    "unmask",
]
