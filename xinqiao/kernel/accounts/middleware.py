"""Ends a sign-in after idle time and after an absolute time, and asks for a new password."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

STARTED = "signed_in_at"
SEEN = "seen_at"
TOUCH_SECONDS = 60
MUST_CHANGE_ALLOWED = ("accounts:password", "accounts:logout", "wagtailadmin_javascript_catalog")


class SessionAgeMiddleware:
    """Idle and absolute timeout in seconds, from the settings; autosave is not activity."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self._age(request)
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> HttpResponse | None:
        """Lead a person with a first password to the page where he sets his own."""
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        route = request.resolver_match.view_name if request.resolver_match else ""
        if not request.path_info.startswith("/manage/") or route in MUST_CHANGE_ALLOWED:
            return None
        if getattr(request.user, "must_change_password", False):
            return redirect("accounts:password")
        return None

    def _age(self, request: HttpRequest) -> None:
        now = time.time()
        started = request.session.get(STARTED, now)
        seen = request.session.get(SEEN, now)
        if (
            now - seen > settings.XINQIAO_IDLE_SECONDS
            or now - started > settings.XINQIAO_ABSOLUTE_SECONDS
        ):
            logout(request)
            messages.info(request, _("登录已超时，请重新登录。"))
            return
        background = request.headers.get("Accept", "").startswith("application/json")
        if STARTED not in request.session or (now - seen > TOUCH_SECONDS and not background):
            request.session[STARTED] = started
            request.session[SEEN] = now
