"""Gives each request its number and makes its origin known to the events it causes."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from xinqiao.kernel.audit import context


class RequestContextMiddleware:
    """Opens the audit context around a request and answers with its number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        known = context.context_of(request)
        with context.entered(known):
            response = self.get_response(request)
        response["X-Request-ID"] = known.request_id
        return response
