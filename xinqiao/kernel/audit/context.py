"""Who is asking, from where: what every audit event of a request carries."""

import contextvars
import hashlib
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest


@dataclass(frozen=True)
class RequestContext:
    """The circumstances of one request; empty for jobs and commands."""

    request_id: str = ""
    address: str = ""
    session_digest: str = ""


_current: contextvars.ContextVar[RequestContext | None] = contextvars.ContextVar(
    "audit_context", default=None
)


def current() -> RequestContext:
    """The context of the request being answered, or an empty one."""
    return _current.get() or RequestContext()


def enter(context: RequestContext) -> contextvars.Token[RequestContext | None]:
    return _current.set(context)


def leave(token: contextvars.Token[RequestContext | None]) -> None:
    _current.reset(token)


def client_address(request: HttpRequest) -> str:
    """The caller's address; X-Forwarded-For counts only when a trusted proxy sent it."""
    peer = str(request.META.get("REMOTE_ADDR", ""))
    if peer not in settings.XINQIAO_TRUSTED_PROXIES:
        return peer
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    untrusted = [hop for hop in hops if hop and hop not in settings.XINQIAO_TRUSTED_PROXIES]
    return untrusted[-1][:45] if untrusted else peer


def of_request(request: HttpRequest) -> RequestContext:
    """Build the context of a request; the session key itself is never stored."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    digest = hashlib.sha256(key.encode()).hexdigest()[:16] if key else ""
    return RequestContext(uuid.uuid4().hex, client_address(request), digest)
