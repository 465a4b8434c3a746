"""The auditor's pages; for everybody else they do not exist."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from xinqiao.kernel.audit import actions, queries
from xinqiao.kernel.audit.jobs import checkpoint_file
from xinqiao.kernel.audit.models import AuditEvent

PAGE_ROWS = 50


@login_required
def event_list(request: HttpRequest) -> HttpResponse:
    """The trail, newest first; his own look-ups are recorded too."""
    actor = _auditor(request)
    word = request.GET.get("q", "").strip()[:40]
    action = request.GET.get("action", "").strip()[:40]
    rows = queries.events(word=word, action=action)
    before = request.GET.get("before", "")
    if before.isdecimal():
        rows = rows.filter(pk__lt=int(before[:18]))
    page = list(rows[: PAGE_ROWS + 1])
    if word or action:
        actions.record(
            action="audit.searched", actor=actor, target="审计记录", at=timezone.now(),
            after={"action": action},
        )  # fmt: skip
    context = {
        "rows": page[:PAGE_ROWS],
        "more": page[PAGE_ROWS - 1].pk if len(page) > PAGE_ROWS else None,
        "word": word,
        "action": action,
    }
    return render(request, "audit/list.html", context)


@login_required
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event, whole."""
    _auditor(request)
    return render(request, "audit/event.html", {"event": get_object_or_404(AuditEvent, pk=pk)})


@login_required
def verify(request: HttpRequest) -> HttpResponse:
    """Recompute the tree, on a button; GET only shows the button."""
    actor = _auditor(request)
    report = None
    if request.method == "POST":
        report = queries.verify(checkpoint_file())
        actions.record(
            action="audit.verified", actor=actor, target="审计记录", at=timezone.now(),
            result="ok" if report.is_sound else "problem",
        )  # fmt: skip
    return render(request, "audit/verify.html", {"report": report})


def _auditor(request: HttpRequest) -> Any:
    user: Any = request.user
    if "auditor" not in user.duty_codes:
        raise Http404
    return user
