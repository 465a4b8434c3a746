"""Every change of accounts and duties, one function per use-case."""

from xinqiao.kernel.accounts.actions.bootstrap import AdministratorsExist, create_admins
from xinqiao.kernel.accounts.actions.granting import AlreadyGranted, grant_duty, revoke_duty
from xinqiao.kernel.accounts.actions.keeping import (
    change_account,
    disable_account,
    enable_account,
    open_account,
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
    "AdministratorsExist",
    "AlreadyGranted",
    "change_account",
    "change_password",
    "create_admins",
    "disable_account",
    "enable_account",
    "end_sessions",
    "grant_duty",
    "one_time_password",
    "open_account",
    "reveal_phone",
    "revoke_duty",
    "set_password",
    "unlock",
    "unmask",
]
