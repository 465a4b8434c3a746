"""Telling a member of staff what was done to his account, through whatever delivers messages.

The package that delivers is above this one; it registers itself in its ``apps.ready()``.
"""

import datetime as dt
from collections.abc import Callable

from xinqiao.kernel.accounts.models import User

Teller = Callable[[User, str, dt.datetime], None]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Add one; the same again changes nothing."""
    if teller not in _tellers:
        _tellers.append(teller)


def tell(user: User, text: str, now: dt.datetime) -> None:
    """Tell a person, in the transaction of the act."""
    for teller in _tellers:
        teller(user, text, now)
