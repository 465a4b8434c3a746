"""The one public view: everything that is not the workbench comes through here."""

import hashlib
import logging
import time
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response

from xinqiao.kernel.files import ranges
from xinqiao.kernel.press import pages, places, registry, visits

logger = logging.getLogger(__name__)

# Readers and proxies may keep a page but must ask before using it again: a withdrawal shows
# at once, and an unchanged page costs a 304.
REVALIDATE = "public, max-age=0, must-revalidate"
NEVER_KEEP = "no-store"


def public_page(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Answer any public address, by any host, with GET or HEAD."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    started = time.monotonic()
    page = pages.render(_internal_url(request))
    _count(request, page)
    logger.debug("%s %d in %.0f ms", page.name, page.status, (time.monotonic() - started) * 1000)
    return _response(request, page)


def _count(request: HttpRequest, page: pages.Page) -> None:
    """Count a person's visit of a page that exists; nothing of the person is kept."""
    is_page = page.status == 200 and page.content_type == pages.HTML and not page.is_dynamic
    agent = request.META.get("HTTP_USER_AGENT", "")
    if request.method == "GET" and is_page and visits.is_human(agent):
        path = places.internal_path(request.META.get("HTTP_HOST", ""), request.path_info)
        visits.spool().note(path, timezone.localdate())


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404: a page in the look of the portal."""
    return HttpResponse(registry.error_page(None, 404), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: needs neither the database nor a session."""
    return HttpResponse(registry.error_page(None, 500), status=500)


def _internal_url(request: HttpRequest) -> str:
    path = places.internal_path(request.META.get("HTTP_HOST", ""), request.path_info)
    query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")  # as WSGI gives it
    return f"{quote(path)}?{query.decode(errors='replace')}"


def _response(request: HttpRequest, page: pages.Page) -> HttpResponseBase:
    if page.location:
        moved = HttpResponse(status=page.status)
        moved["Location"] = page.location
        moved["Cache-Control"] = REVALIDATE
        return moved
    validator = page.validator or hashlib.sha256(page.body).hexdigest()[:32]
    kept = not page.is_dynamic and page.status < 400
    conditional = get_conditional_response(request, etag=f'"{validator}"') if kept else None
    response = conditional or _content(request, page, f'"{validator}"')
    response["Cache-Control"] = REVALIDATE if kept else NEVER_KEEP
    if kept:
        response["ETag"] = f'"{validator}"'
    return response


def _content(request: HttpRequest, page: pages.Page, etag: str) -> HttpResponseBase:
    if page.open_file:
        response = ranges.file_response(
            request, page.open_file(), content_type=page.content_type, etag=etag
        )
    else:
        response = HttpResponse(page.body, status=page.status, content_type=page.content_type)
    for name, value in page.headers.items():
        response[name] = value
    return response
