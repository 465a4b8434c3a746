"""The auditor's pages; for everybody else they do not exist. His own look-ups are recorded."""

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xinqiao.kernel.audit import actions, exports, labels, policies, queries
from xinqiao.kernel.audit.forms import FilterForm
from xinqiao.kernel.audit.models import AuditEvent, Result
from xinqiao.kernel.audit.queries import Wanted

PAGE_ROWS = 50
COLUMNS = (
    "id", "at", "actor_label", "actor_name", "actor_duties", "action", "result", "target_type",
    "target_id", "target_label", "reason", "address", "request_id",
)  # fmt: skip
View = Callable[..., HttpResponseBase]


def _auditor_only(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not policies.can_read(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@_auditor_only
def event_list(request: HttpRequest) -> HttpResponse:
    """The trail, newest first."""
    form = FilterForm(request.GET)
    wanted, below = form.wanted(), form.below_id()
    page = queries.page_of(queries.events(wanted), below, PAGE_ROWS)
    _record(request, "audit.queried", asked=_asked(wanted))
    context = {
        "title": _("审计日志"),
        "form": form,
        "rows": [(event, labels.label(event.action)) for event in page.rows],
        "older": page.older,
        "is_first": below is None,
        "kinds": exports.kinds(),
    }
    return render(request, "audit/list.html", context)


@require_GET
@_auditor_only
def event(request: HttpRequest, pk: int) -> HttpResponse:
    """One event with all that is known of it."""
    found = get_object_or_404(AuditEvent.objects.select_related("seal"), pk=pk)
    _record(request, "audit.event_viewed", asked={"id": pk})
    context = {
        "title": _("审计事件%(pk)d") % {"pk": pk},
        "event": found,
        "label": labels.label(found.action),
        "back_url": reverse("audit:events"),
        "back_label": _("审计日志"),
    }
    return render(request, "audit/event.html", context)


@require_GET
@_auditor_only
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """What the filters give, as a table."""
    writer = exports.writer(kind)
    if writer is None:
        raise Http404
    wanted = FilterForm(request.GET).wanted()
    _record(request, "audit.exported", asked={**_asked(wanted), "kind": kind})
    file_name = f"{_('审计日志')}{timezone.localtime():%Y%m%d%H%M}"
    return writer(_cells(wanted), _columns(), file_name)


@_auditor_only
def verify(request: HttpRequest) -> HttpResponse:
    """Verify the whole trail on demand."""
    report = None
    if request.method == "POST":
        report = queries.verify()
        result = Result.OK if report.is_whole else Result.FAILED
        _record(request, "audit.verified", asked={"sealed": report.sealed}, result=result)
    context = {
        "title": _("校验审计日志"),
        "report": report,
        "back_url": reverse("audit:events"),
        "back_label": _("审计日志"),
    }
    return render(request, "audit/verify.html", context)


def _record(
    request: HttpRequest, action: str, *, asked: dict[str, Any], result: str = Result.OK
) -> None:
    actions.record(
        action=action,
        actor=request.user,
        target=None,
        at=timezone.now(),
        after=asked,
        result=result,
    )


def _asked(wanted: Wanted) -> dict[str, Any]:
    return {name: value for name, value in vars(wanted).items() if value}


def _columns() -> list[str]:
    named = {field.attname: field.verbose_name for field in AuditEvent._meta.concrete_fields}
    return [str(named[name]) for name in COLUMNS]


def _cells(wanted: Wanted) -> Iterator[list[Any]]:
    for row in queries.events(wanted).iterator(chunk_size=1000):
        shown = {
            **row.columns(),
            "at": timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M:%S"),
            "action": labels.label(row.action),
            "result": row.get_result_display(),
        }
        yield [shown[name] for name in COLUMNS]
