"""What the tests of the second factor do with an authenticator."""

import datetime as dt

import pyotp

from xinqiao.kernel.accounts import actions, queries
from xinqiao.kernel.accounts.tests.factories import NOW, fresh

STEP = dt.timedelta(seconds=30)
CODE_PAGE = "/manage/login/code/"


def code_of(secret, now=NOW):
    """What the authenticator shows at a moment."""
    return pyotp.TOTP(secret).at(int(now.timestamp()))


def enrolled(user, now=NOW):
    """A person with an authenticator in force; its secret and his recovery codes."""
    actions.start_enrolment(actor=user)
    secret = queries.pending_secret_of(user)
    codes = actions.confirm_enrolment(actor=fresh(user), code=code_of(secret, now), now=now)
    return secret, codes


def prove(user, code, now):
    return actions.prove(user_id=user.pk, code=code, now=now)
