"""A person's own messages in the workbench."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from xinqiao.kernel.notifications import actions, queries
from xinqiao.kernel.notifications.models import Notification


@require_GET
def show_list(request: HttpRequest) -> HttpResponse:
    """Messages, the latest first."""
    before = request.GET.get("before", "")
    page = queries.page_of(
        request.user,  # type: ignore[arg-type]
        before=int(before) if before.isdecimal() and len(before) < 19 else 0,
    )
    return render(request, "notifications/list.html", {"page": page})


@require_POST
def open_message(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one as read and go to what it is about."""
    try:
        message = actions.mark_read(
            actor=request.user,  # type: ignore[arg-type]
            notification_id=pk,
            now=timezone.now(),
        )
    except Notification.DoesNotExist as error:
        raise Http404 from error
    if message.url and url_has_allowed_host_and_scheme(message.url, allowed_hosts=None):
        return redirect(message.url)
    return redirect("notifications:list")


@require_POST
def mark_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    actions.mark_all_read(actor=request.user, now=timezone.now())  # type: ignore[arg-type]
    return redirect("notifications:list")
