"""What a session knows of its sign-in: when and how the person proved himself last."""

import time

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest
from django.utils import timezone

from xinqiao.kernel.accounts import devices
from xinqiao.kernel.accounts.models import StaffSession, User
from xinqiao.kernel.audit.context import client_address

FACTOR = "second_factor_at"
PROVED = "proved_at"
RECENT_SECONDS = 600


def note_factor(request: HttpRequest) -> None:
    """This session was entered, or its second factor set up, with a code."""
    request.session[FACTOR] = time.time()


def has_factor(request: HttpRequest) -> bool:
    """Whether this session was entered with a code."""
    return FACTOR in request.session


def note_proof(request: HttpRequest) -> None:
    """The person proved just now that it is he."""
    request.session[PROVED] = time.time()


def is_recent(request: HttpRequest) -> bool:
    """Whether he proved it within the last ten minutes."""
    passed = time.time() - float(request.session.get(PROVED, 0))
    return 0 <= passed <= RECENT_SECONDS


def renew(request: HttpRequest) -> None:
    """Give the session a new id (ASVS 7.2.4)."""
    old = request.session.session_key
    request.session.cycle_key()
    _follow(request, old)


def outlast(request: HttpRequest, user: User) -> None:
    """This session goes on after a change that ends all of a person's sessions."""
    old = request.session.session_key
    update_session_auth_hash(request, user)
    _follow(request, old)
    StaffSession.objects.filter(user=user).exclude(session_key=_key(request)).end()


def touch(request: HttpRequest, user: User) -> None:
    """Note that the person did something; a session from before this table gets its row."""
    rows = StaffSession.objects.filter(session_key=_key(request))
    if not rows.update(seen_at=timezone.now(), address=client_address(request)):
        register(request, user)


def register(request: HttpRequest, user: User) -> StaffSession:
    """The row of a session that begins."""
    now = timezone.now()
    row, _made = StaffSession.objects.update_or_create(
        session_key=_key(request),
        defaults={
            "user": user,
            "device": devices.name_of(request.META.get("HTTP_USER_AGENT", "")),
            "address": client_address(request),
            "started_at": now,
            "seen_at": now,
        },
    )
    return row


def forget(request: HttpRequest) -> None:
    """The row of a session that ends."""
    StaffSession.objects.filter(session_key=request.session.session_key).delete()


def _key(request: HttpRequest) -> str:
    if request.session.session_key is None:
        request.session.save()
    return str(request.session.session_key)


def _follow(request: HttpRequest, old: str | None) -> None:
    StaffSession.objects.filter(session_key=old).update(session_key=_key(request))
