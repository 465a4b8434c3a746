"""Where the present request comes from, for the events it causes.

Outside a request (commands, jobs, tests) the context is empty.
"""

import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


@dataclass(frozen=True)
class RequestContext:
    """Number of the request, address of the caller, digest of the session's cookie."""

    request_id: str = ""
    address: str = ""
    session_digest: str = ""


_current: ContextVar[RequestContext | None] = ContextVar("audit_request", default=None)


def current() -> RequestContext:
    """The context of the request being answered, or an empty one."""
    return _current.get() or RequestContext()


@contextmanager
def entered(context: RequestContext) -> Iterator[None]:
    """Make this the current context for a while."""
    token = _current.set(context)
    try:
        yield
    finally:
        _current.reset(token)


def context_of(request: HttpRequest) -> RequestContext:
    """What is known of a request before its session is opened."""
    return RequestContext(
        request_id=_request_id(request),
        address=client_address(request),
        session_digest=_session_digest(request),
    )


def client_address(request: HttpRequest) -> str:
    """The caller's address; a forwarded one counts only from a trusted proxy.

    Read from the right: the last address that is not a proxy of ours. Anything that is not an
    address ends the search, so that nobody writes free text into the log.
    """
    address = _clean_address(request.META.get("REMOTE_ADDR", ""))
    if address not in settings.XINQIAO_TRUSTED_PROXIES:
        return address
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        forwarded = _clean_address(hop)
        if not forwarded:
            break
        address = forwarded
        if address not in settings.XINQIAO_TRUSTED_PROXIES:
            break
    return address


def _clean_address(text: str) -> str:
    try:
        address = ip_address(text.strip())
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    return str(mapped or address)[:45]


def _request_id(request: HttpRequest) -> str:
    given = str(request.META.get("HTTP_X_REQUEST_ID", ""))
    trusted = request.META.get("REMOTE_ADDR", "") in settings.XINQIAO_TRUSTED_PROXIES
    return given if trusted and _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _session_digest(request: HttpRequest) -> str:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not key:
        return ""
    return salted_hmac("xinqiao.audit.session", key, algorithm="sha256").hexdigest()[:32]
