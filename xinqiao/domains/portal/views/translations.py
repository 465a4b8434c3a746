"""Versions in foreign languages: how far they lag; and switching a site off and on again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinqiao.domains.portal.actions import translations as actions
from xinqiao.domains.portal.forms import translations as forms
from xinqiao.domains.portal.models import CoreColumn
from xinqiao.domains.portal.queries.translations import LOOKED_BACK_DAYS, lag_report
from xinqiao.domains.portal.rules.translations import IN_STEP_DAYS
from xinqiao.domains.portal.views.doing import done, who
from xinqiao.kernel.sites import actions as sites
from xinqiao.kernel.sites import policies, queries

read_or_write = require_http_methods(["GET", "POST"])


@read_or_write
def translations(request: HttpRequest, pk: int) -> HttpResponse:
    """The lag report of a foreign version; a post sets its core columns."""
    managed = queries.sites_managed_by(request.user).select_related("parent__parent")
    site = get_object_or_404(managed, pk=pk)
    if not site.is_foreign:
        raise Http404
    chosen = CoreColumn.objects.filter(site=site).values_list("column_id", flat=True)
    form = forms.CoreColumnsForm(
        request.POST or None, site=site, initial={"column_ids": list(chosen)}
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | who(request)
        if done(request, form, lambda: actions.set_core_columns(site_id=pk, **said)):
            return redirect("portal:translations", pk)
    context = {
        "title": _("译文进度"),
        "site": site,
        "form": form,
        "report": lag_report(site, now=timezone.now()),
        "days": LOOKED_BACK_DAYS,
        "in_step_days": IN_STEP_DAYS,
        "back_url": reverse("portal:site", args=[pk]),
        "back_label": site.name,
    }
    return render(request, "portal/workbench/translations.html", context)


@read_or_write
def site_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a site off, or on again; its content stays."""
    managed = queries.sites_managed_by(request.user).select_related("parent__parent")
    site = get_object_or_404(managed, pk=pk)
    if not policies.can_open_site(request.user, site.parent) or site.parent is None:
        raise Http404
    act = sites.close_site if site.is_open else sites.reopen_site
    form = forms.SwitchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | who(request)
        if done(request, form, lambda: act(site_id=pk, **said)):
            return redirect("portal:site", pk)
    context = {
        "title": _("停用网站") if site.is_open else _("重新开通网站"),
        "site": site,
        "form": form,
        "back_url": reverse("portal:site", args=[pk]),
        "back_label": site.name,
    }
    return render(request, "portal/workbench/site_switch.html", context)


ROUTES = [
    path("sites/<int:pk>/translations/", translations, name="translations"),
    path("sites/<int:pk>/switch/", site_switch, name="site_switch"),
]
