"""Gives every request its audit context."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from xinqiao.kernel.audit import context


class RequestContextMiddleware:
    """Enter the request's context before the view, leave it after the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = context.enter(context.of_request(request))
        try:
            return self.get_response(request)
        finally:
            context.leave(token)
