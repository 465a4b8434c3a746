"""Between the two steps of a sign-in: the password was right, the code is still to come."""

import time
from dataclasses import dataclass

from django.http import HttpRequest

from xinqiao.kernel.accounts.backends import DutyBackend
from xinqiao.kernel.accounts.models import User

PENDING = "sign_in_pending"
VALID_SECONDS = 300


@dataclass(frozen=True)
class Pending:
    """Who may enter a code in this session, and where he wanted to go."""

    user: User
    next_url: str


def hold(request: HttpRequest, user: User, next_url: str) -> None:
    """Remember, under a new session id, whose password was right; nobody is signed in yet."""
    request.session.flush()
    request.session[PENDING] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "at": time.time(),
        "next": next_url,
    }


def held(request: HttpRequest) -> Pending | None:
    """Who is between the steps; nobody after five minutes, nor when his account has changed."""
    note = request.session.get(PENDING)
    if note is None or time.time() - note["at"] > VALID_SECONDS:
        return None
    user = User.objects.filter(pk=note["user"]).first()
    if user is None or not DutyBackend().user_can_authenticate(user):
        return None
    if user.get_session_auth_hash() != note["proof"]:
        return None
    return Pending(user=user, next_url=note["next"])


def drop(request: HttpRequest) -> None:
    request.session.pop(PENDING, None)
