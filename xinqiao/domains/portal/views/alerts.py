"""Alerts in the workbench: the list, putting up, one alert with its clock, taking off."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.domains.portal.actions import alerts as actions
from xinqiao.domains.portal.forms import alerts as forms
from xinqiao.domains.portal.models import Alert
from xinqiao.domains.portal.queries.alerts import release_clock
from xinqiao.domains.portal.rules import alerts as rules
from xinqiao.domains.portal.views.doing import done, who

SHOWN = 100
STEPS = {
    "first_facts": gettext_lazy("首次发布权威信息（5小时内）"),
    "conference": gettext_lazy("举行新闻发布会（24小时内）"),
}
PACES = {
    rules.Pace.DONE: ("green", gettext_lazy("按时完成")),
    rules.Pace.DONE_LATE: ("yellow", gettext_lazy("已完成，超时")),
    rules.Pace.RUNNING: ("green", gettext_lazy("时限内")),
    rules.Pace.NEAR: ("yellow", gettext_lazy("不到1小时")),
    rules.Pace.LATE: ("red", gettext_lazy("已超时")),
}


@require_GET
def alert_list(request: HttpRequest) -> HttpResponse:
    """What runs now, and what was."""
    now = timezone.now()
    rows = Alert.objects.visible_to(request.user).select_related("organisation", "put_up_by")
    context = {
        "title": _("应急发布"),
        "running": rows.running(now),
        "over": rows.exclude(pk__in=rows.running(now).values("pk"))[:SHOWN],
        "may_put_up": "publisher" in request.user.duty_codes,  # type: ignore[union-attr]
    }
    return render(request, "portal/workbench/alerts.html", context)


@require_http_methods(["GET", "POST"])
def put_up(request: HttpRequest) -> HttpResponse:
    """One form, one button: the sites show it at once."""
    user: Any = request.user
    form = forms.AlertForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        said = form.arguments
        if done(request, form, lambda: actions.put_up(**who(request), **said)):
            return redirect("portal:alerts")
    context = {
        "title": _("发布应急信息"),
        "form": form,
        "submit": _("立即发布"),
        "back_url": reverse("portal:alerts"),
        "back_label": _("应急发布"),
    }
    return render(request, "portal/workbench/form.html", context)


@require_GET
def alert(request: HttpRequest, pk: int) -> HttpResponse:
    """One alert with its clock and what was told."""
    return _screen(request, _found(request, pk))


@require_POST
def tell(request: HttpRequest, pk: int) -> HttpResponse:
    """Add to the running page."""
    found, form = _found(request, pk), forms.UpdateForm(request.POST, prefix="telling")
    if form.is_valid():
        said = form.cleaned_data
        if done(request, form, lambda: actions.tell(alert_id=pk, **who(request), **said)):
            return redirect("portal:alert", pk)
    return _screen(request, found, telling=form)


@require_POST
def take_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it off all its sites."""
    found, form = _found(request, pk), forms.TakeOffForm(request.POST, prefix="ending")
    if form.is_valid():
        said = form.cleaned_data
        if done(request, form, lambda: actions.take_off(alert_id=pk, **who(request), **said)):
            return redirect("portal:alert", pk)
    return _screen(request, found, ending=form)


def _found(request: HttpRequest, pk: int) -> Alert:
    rows = Alert.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("organisation", "put_up_by", "ended_by"), pk=pk)


def _screen(request: HttpRequest, found: Alert, **refused: Any) -> HttpResponse:
    now, user = timezone.now(), request.user
    forms_of = {
        "telling": forms.UpdateForm(prefix="telling"),
        "ending": forms.TakeOffForm(prefix="ending"),
    }
    context = (
        forms_of
        | refused
        | {
            "title": found.title,
            "alert": found,
            "is_running": found.is_running(now),
            "may_run": user.holds("publisher", found.organisation_id),  # type: ignore[union-attr]
            "sites": [] if found.on_all_sites else found.sites.all()[:SHOWN],
            "clock": [
                (STEPS[step.code], step, *PACES[step.pace]) for step in release_clock(found, now)
            ],
            "updates": found.updates.select_related("told_by"),
            "back_url": reverse("portal:alerts"),
            "back_label": _("应急发布"),
        }
    )
    return render(request, "portal/workbench/alert.html", context)


ROUTES = [
    path("alerts/", alert_list, name="alerts"),
    path("alerts/new/", put_up, name="alert_put_up"),
    path("alerts/<int:pk>/", alert, name="alert"),
    path("alerts/<int:pk>/tell/", tell, name="alert_tell"),
    path("alerts/<int:pk>/end/", take_off, name="alert_take_off"),
]
