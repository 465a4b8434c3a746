"""The desk's duty roster: who is on duty on which day."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.forms.roster import RosterForm
from xinqiao.domains.portal.models import DutyShift
from xinqiao.kernel.organisations.models import Organisation


@require_http_methods(["GET", "POST"])
def roster(request: HttpRequest) -> HttpResponse:
    """Show the roster of one of this person's desks; a post brings lines in."""
    desks = list(queries.desks_kept_by(request.user))
    desk = _chosen(desks, request.GET.get("unit", ""))
    form = RosterForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _set(request, form, desk):
        return redirect(_address(desk))
    context = {
        "title": _("值班表"),
        "desk": desk,
        "desks": desks,
        "form": form,
        "today": timezone.localdate(),
        "shifts": queries.shifts_of(desk.pk, timezone.localdate()),
        "editors": queries.holders(rules.EDITING.duty, [desk.pk], timezone.localdate()),
    }
    return render(request, "portal/workbench/roster.html", context)


def _chosen(desks: list[Organisation], asked: str) -> Organisation:
    """The desk that is asked for, else the first."""
    for desk in desks:
        if not asked or str(desk.pk) == asked:
            return desk
    raise Http404


def _address(desk: Organisation) -> str:
    return f"{reverse('portal:roster')}?unit={desk.pk}"


def _set(request: Any, form: RosterForm, desk: Organisation) -> bool:
    try:
        count = actions.set_roster(
            actor=request.user,
            organisation_id=desk.pk,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except rules.RosterRefused as refusal:
        form.add_error("text", str(refusal))
        return False
    messages.success(request, _("已排定%d天。") % count)
    return True


@require_POST
def clear(request: Any, pk: int) -> HttpResponse:
    """Take one day off."""
    kept = queries.desks_kept_by(request.user).order_by().values("pk")
    shift = get_object_or_404(
        DutyShift.objects.filter(organisation__in=kept).select_related("organisation"), pk=pk
    )
    actions.clear_shift(actor=request.user, shift_id=pk, now=timezone.now())
    messages.success(request, _("已取消这一天的值班。"))
    return redirect(_address(shift.organisation))
