"""What every answer carries, and the guard before the workbench."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from xinqiao.kernel.accounts.views import recent
from xinqiao.kernel.ui import doors

Handler = Callable[[HttpRequest], HttpResponseBase]

_COMMON = "object-src 'none'; base-uri 'none'; form-action 'self'"
PUBLIC_POLICY = f"default-src 'self'; img-src 'self' data:; {_COMMON}; frame-ancestors 'none'"
# The preview shows a public page in a frame of ours: the same page, the same policy.
PREVIEW_POLICY = f"default-src 'self'; img-src 'self' data:; {_COMMON}; frame-ancestors 'self'"
# Wagtail's admin and the editor write style attributes and style elements, hence the one
# exception; scripts come from files of ours only.
WORKBENCH_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    f"img-src 'self' data: blob:; font-src 'self' data:; {_COMMON}; frame-ancestors 'self'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}


class SecurityHeadersMiddleware:
    """Gives every answer its content security policy and its other protecting headers."""

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if is_workbench(request):
            response.setdefault("Content-Security-Policy", _workbench_policy(request))
            response.setdefault("Cache-Control", "no-store")
        else:
            response.setdefault("Content-Security-Policy", PUBLIC_POLICY)
        for name, value in _HEADERS.items():
            response.setdefault(name, value)
        return response


def is_workbench(request: HttpRequest) -> bool:
    """Whether the address belongs to the workbench."""
    return request.path_info.startswith(doors.PREFIX)


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    return (match.view_name or "") if match else ""


def _workbench_policy(request: HttpRequest) -> str:
    door = doors.find(_route(request))
    framed = door is not None and door.frame and request.method == "GET"
    return PREVIEW_POLICY if framed else WORKBENCH_POLICY


class WorkbenchDoorMiddleware:
    """Keeps every route under /manage/ closed unless ``doors`` opens it to this person.

    A closed door is a 404, so that nobody learns what lies behind; who is not signed in is
    asked to sign in, whatever the address.
    """

    def __init__(self, get_response: Handler):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        if not is_workbench(request):
            return None
        if is_foreign_host(request):
            return not_found(request)
        route = _route(request)
        if route in doors.MOVED:
            return HttpResponseRedirect(reverse(doors.MOVED[route]), preserve_request=True)
        away = _turned_away(request, doors.find(route))
        if away is None and doors.asks_again(route, request.method):
            return recent.ask_again(request)
        return away

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """What a view does not find looks the same as a closed door."""
        if isinstance(error, Http404) and is_workbench(request):
            return not_found(request)
        return None


def _turned_away(request: HttpRequest, door: doors.Door | None) -> HttpResponseBase | None:
    """What somebody gets who may not pass; None lets him through."""
    if door is not None and door.anonymous:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    if door is None or not doors.lets_in(door, request.user):
        return not_found(request)
    return None


def is_foreign_host(request: HttpRequest) -> bool:
    """Whether the workbench has a host name of its own and this is another one."""
    own = settings.XINQIAO_MANAGE_HOST
    return bool(own) and request.get_host().partition(":")[0] != own


def not_found(request: HttpRequest) -> HttpResponse:
    """The one answer for what is not there and for what is not yours."""
    text = render_to_string("ui/workbench/not_found.html", {"language": get_language()})
    return HttpResponse(text, status=404)
