"""Events: the list, a new one, one with its checklist, how punctual the units are."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.actions import events as actions
from xinqiao.domains.portal.forms.events import EventActForm, EventForm
from xinqiao.domains.portal.models import Event
from xinqiao.domains.portal.queries import events as queries
from xinqiao.domains.portal.rules import events as rules
from xinqiao.kernel.ui import paging


@require_GET
def event_list(request: Any) -> HttpResponse:
    """Show the events this person may see: open ones, or all."""
    shows_all = request.GET.get("tab") == "all"
    seen = Event.objects.visible_to(request.user)
    rows = queries.shown(seen if shows_all else seen.open())
    now = timezone.now()
    page = paging.page_of(rows, request.GET.get("p", ""))
    context = {
        "title": _("活动登记"),
        "shows_all": shows_all,
        "page": page,
        "lines": [_line(event, now) for event in page.rows],
        "may_register": bool(request.user.organisations_with(*rules.REGISTRARS)),
    }
    return render(request, "portal/workbench/events.html", context)


def _line(event: Event, now: Any) -> dict[str, Any]:
    state = event.state
    counts = state != rules.EventState.CANCELLED
    return {
        "event": event,
        "state": state,
        "is_late": counts and rules.is_late(event.target_at, event.published_at, now=now),
        "is_near": counts
        and event.published_at is None
        and event.target_at - rules.warning(event.kind) <= now <= event.target_at,
    }


@require_http_methods(["GET", "POST"])
def event_new(request: Any) -> HttpResponse:
    """Register an event."""
    form = EventForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register_event(actor=request.user, now=timezone.now(), **form.facts)
        except (rules.EventRefused, PermissionDenied) as refusal:
            form.add_error(None, str(refusal) or _("您不能为这个单位登记。"))
        else:
            messages.success(request, _("已登记。请指派撰稿人，核对清单。"))
            return redirect("portal:event", made.pk)
    context = {
        "title": _("登记活动"),
        "form": form,
        "submit": _("登记"),
        "back_url": reverse("portal:events"),
        "back_label": _("活动登记"),
    }
    return render(request, "portal/workbench/form.html", context)


def _event_or_404(user: Any, pk: int) -> Event:
    return get_object_or_404(queries.shown(Event.objects.visible_to(user)), pk=pk)


@require_GET
def event(request: Any, pk: int) -> HttpResponse:
    """Show one event with its checklist and what may be done."""
    found = _event_or_404(request.user, pk)
    user, line = request.user, _line(found, timezone.now())
    done = {row.item: row for row in found.checks.select_related("done_by")}
    is_open = line["state"] not in {rules.EventState.CANCELLED, rules.EventState.ONLINE}
    unwritten = is_open and found.article is None
    context = {
        "title": found.title,
        **line,
        "items": [(item, done.get(item)) for item in rules.ITEMS[found.kind]],
        "form": EventActForm(),
        "may_check": is_open and policies.can_check_event(user, found),
        "may_assign": unwritten and policies.can_assign_event(user, found),
        "may_cancel": is_open and policies.can_assign_event(user, found),
        "may_write": unwritten and policies.can_write_event(user, found),
        "back_url": reverse("portal:events"),
        "back_label": _("活动登记"),
    }
    return render(request, "portal/workbench/event.html", context)


@require_POST
def act(request: Any, pk: int, code: str) -> HttpResponse:
    """Do one act on an event; what is refused is said above it."""
    found = _event_or_404(request.user, pk)
    form = EventActForm(request.POST)
    if code not in ACTS:
        raise Http404
    if not form.is_valid():
        messages.error(request, "".join(str(line[0]) for line in form.errors.values()))
        return redirect("portal:event", pk)
    try:
        made = ACTS[code](request.user, found, **form.cleaned_data)
    except (PermissionDenied, ValueError) as refusal:
        messages.error(request, str(refusal) or _("您的职责不能办理这一步。"))
        return redirect("portal:event", pk)
    messages.success(request, _("已办理。"))
    if code == "write":
        return redirect("portal_editing:edit", made.pk)
    return redirect("portal:event", pk)


def _assign(user: Any, found: Event, *, writer: Any, **_said: Any) -> Any:
    if writer is None:
        raise rules.EventRefused(_("请填写撰稿人。"))
    return actions.assign_event(actor=user, event_id=found.pk, writer=writer, now=timezone.now())


def _check(user: Any, found: Event, *, item: str, **_said: Any) -> Any:
    return actions.check_event_item(actor=user, event_id=found.pk, item=item, now=timezone.now())


def _write(user: Any, found: Event, **_said: Any) -> Any:
    return actions.write_event(actor=user, event_id=found.pk, now=timezone.now())


def _cancel(user: Any, found: Event, *, reason: str, **_said: Any) -> Any:
    return actions.cancel_event(actor=user, event_id=found.pk, reason=reason, now=timezone.now())


@require_GET
def punctuality(request: Any) -> HttpResponse:
    """Show how many events of each unit were online in time."""
    rows = queries.punctuality(Event.objects.visible_to(request.user), now=timezone.now())
    context = {
        "title": _("发布时效"),
        "rows": rows,
        "days": queries.FIGURES_DAYS,
        "targets": [(kind.label, rules.TARGET_HOURS[kind]) for kind in rules.EventKind],
        "back_url": reverse("portal:events"),
        "back_label": _("活动登记"),
    }
    return render(request, "portal/workbench/punctuality.html", context)


ACTS: dict[str, Any] = {"assign": _assign, "check": _check, "write": _write, "cancel": _cancel}
ROUTES = [
    path("events/", event_list, name="events"),
    path("events/new/", event_new, name="event_new"),
    path("events/punctuality/", punctuality, name="event_punctuality"),
    path("events/<int:pk>/", event, name="event"),
    path("events/<int:pk>/acts/<slug:code>/", act, name="event_act"),
]
