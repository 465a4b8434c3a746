"""Tasks: the list, a new one, one task with its units and their replies."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.domains.portal import actions, policies, queries, rules
from xinqiao.domains.portal.forms.tasks import TaskActForm, TaskForm
from xinqiao.domains.portal.models import Task, TaskUnit
from xinqiao.kernel.ui import paging


@require_GET
def task_list(request: Any) -> HttpResponse:
    """Show the tasks that this person's units gave or were given."""
    is_closed = request.GET.get("tab") == "closed"
    rows = Task.objects.visible_to(request.user).filter(closed_at__isnull=not is_closed)
    context = {
        "title": _("任务"),
        "now": timezone.now(),
        "is_closed": is_closed,
        "page": paging.page_of(queries.tasks_with_counts(rows), request.GET.get("p", "")),
        "may_give": bool(request.user.organisations_with(*rules.TASK_GIVERS)),
    }
    return render(request, "portal/workbench/tasks.html", context)


@require_http_methods(["GET", "POST"])
def task_new(request: Any) -> HttpResponse:
    """Give a task."""
    form = TaskForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.give_task(actor=request.user, now=timezone.now(), **form.cleaned_data)
        except rules.TaskRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已交办，承办单位的联络员会在待办里看到。"))
            return redirect("portal:task", made.pk)
    context = {
        "title": _("交办任务"),
        "form": form,
        "submit": _("交办"),
        "back_url": reverse("portal:tasks"),
        "back_label": _("任务"),
    }
    return render(request, "portal/workbench/form.html", context)


def _task_or_404(user: Any, pk: int) -> Task:
    rows = Task.objects.visible_to(user).select_related("organisation", "created_by")
    return get_object_or_404(rows, pk=pk)


@require_GET
def task(request: Any, pk: int) -> HttpResponse:
    """Show one task: to its giver all replies, to a unit its own part."""
    found = _task_or_404(request.user, pk)
    may_settle = policies.can_settle_task(request.user, found)
    context = {
        "title": found.title,
        "now": timezone.now(),
        "task": found,
        "parts": [_part(request.user, found, part) for part in _parts(request.user, found)],
        "may_settle": may_settle and found.closed_at is None,
        "form": TaskActForm(),
        "back_url": reverse("portal:tasks"),
        "back_label": _("任务"),
    }
    return render(request, "portal/workbench/task.html", context)


def _parts(user: Any, found: Task) -> Any:
    rows = found.units.select_related("organisation", "replied_by")
    if user.organisations_with(*rules.TASK_READERS) & {found.organisation_id}:
        return rows
    return rows.filter(organisation__in=user.organisations_with(*rules.UNIT_READERS))


def _part(user: Any, found: Task, part: TaskUnit) -> dict[str, Any]:
    is_open = found.closed_at is None and part.replied_at is None
    return {
        "row": part,
        "is_late": rules.is_late(found.due_at, part.replied_at, now=timezone.now()),
        "may_reply": is_open and policies.can_reply_task(user, part),
    }


@require_POST
def act(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Do one act on a task; what is refused is said above it."""
    found = _task_or_404(request.user, pk)
    form = TaskActForm(request.POST)
    if code not in ACTS:
        raise Http404
    try:
        if form.is_valid():
            ACTS[code](request.user, found, **form.cleaned_data)
            messages.success(request, _("已办理。"))
        else:
            messages.error(request, _("内容过长或读不懂，请检查。"))
    except (PermissionDenied, ValueError) as refusal:
        messages.error(request, str(refusal) or _("您的职责不能办理这一步。"))
    return redirect("portal:task", pk)


def _part_of(found: Task, part: int | None) -> int:
    return get_object_or_404(TaskUnit, pk=part or 0, task=found).pk


def _reply(user: Any, found: Task, *, text: str, part: int | None) -> None:
    unit_id = _part_of(found, part)
    actions.reply_task(actor=user, task_unit_id=unit_id, reply=text, now=timezone.now())


def _return(user: Any, found: Task, *, text: str, part: int | None) -> None:
    unit_id = _part_of(found, part)
    actions.return_reply(actor=user, task_unit_id=unit_id, reason=text, now=timezone.now())


def _urge(user: Any, found: Task, *, text: str, part: int | None) -> None:
    actions.urge_task(actor=user, task_id=found.pk, now=timezone.now())


def _close(user: Any, found: Task, *, text: str, part: int | None) -> None:
    actions.close_task(actor=user, task_id=found.pk, reason=text, now=timezone.now())


ACTS: dict[str, Any] = {"reply": _reply, "return": _return, "urge": _urge, "close": _close}
