"""Ends a sign-in after idle and absolute time; leads to what a person must do first."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from xinqiao.kernel.accounts import passwords, signing
from xinqiao.kernel.accounts.models import User

STARTED = "signed_in_at"
SEEN = "seen_at"
TOUCH_SECONDS = 30  # the time of the last act is written no more often
ALIVE = "accounts:alive"
ALWAYS_ALLOWED = frozenset(
    {"accounts:logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"}
)
PASSWORD_ALLOWED = ALWAYS_ALLOWED | {"accounts:password"}
ENROL_ALLOWED = ALWAYS_ALLOWED | {
    "accounts:factor",
    "accounts:factor_start",
    "accounts:factor_confirm",
    "accounts:factor_picture",
}


class SessionAgeMiddleware:
    """Idle and absolute timeout in seconds, from the settings.

    Only what a person does counts: pages he opens, forms he sends, and the word of the page
    that he is typing (``accounts:alive``). Autosave, pings and previews do not.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> HttpResponse | None:
        """Age the session; lead to the new password and the second factor that are due."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not request.user.is_authenticated:
            return None
        if _is_over(request):
            logout(request)
            messages.info(request, _("登录已超时，请重新登录。"))
            return None
        first = _due_first(request)
        return redirect(first) if first else None


def _is_over(request: HttpRequest) -> bool:
    """Whether the session is too old or too long idle; if not, note that it is alive."""
    now = time.time()
    started = request.session.get(STARTED, now)
    seen = request.session.get(SEEN, now)
    if now - seen > settings.XINQIAO_IDLE_SECONDS:
        return True
    if now - started > settings.XINQIAO_ABSOLUTE_SECONDS:
        return True
    if STARTED not in request.session or (now - seen > TOUCH_SECONDS and is_act(request)):
        request.session[STARTED] = started
        if seen != now and isinstance(request.user, User):
            signing.touch(request, request.user)
        request.session[SEEN] = now
    return False


def is_act(request: HttpRequest) -> bool:
    """Whether a person did this, and not a script of the page by itself."""
    if _route(request) == ALIVE:
        return True
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        return False
    if request.headers.get("Accept", "").startswith("application/json"):
        return False
    mode = request.headers.get("Sec-Fetch-Mode", "navigate")
    return mode == "navigate" and request.headers.get("Sec-Fetch-Dest", "document") == "document"


def _due_first(request: HttpRequest) -> str:
    """The page a person must go to before any other of the workbench; empty for none."""
    if not request.path_info.startswith("/manage/"):
        return ""
    if isinstance(request.user, User) and _needs_password(request.user):
        return "" if _route(request) in PASSWORD_ALLOWED else "accounts:password"
    if must_enrol(request):
        return "" if _route(request) in ENROL_ALLOWED else "accounts:factor"
    return ""


def _needs_password(user: User) -> bool:
    return user.must_change_password or passwords.is_old(user, timezone.now())


def must_enrol(request: HttpRequest) -> bool:
    """Whether this sign-in lacks the second factor that this installation requires."""
    return settings.XINQIAO_SECOND_FACTOR_REQUIRED and not signing.has_factor(request)


def _route(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""
