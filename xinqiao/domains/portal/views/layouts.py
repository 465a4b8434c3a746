"""The home page of a site: composed, looked at wide and on a phone, published, gone back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.domains.portal import policies
from xinqiao.domains.portal.actions import layouts as actions
from xinqiao.domains.portal.forms import layouts as forms
from xinqiao.domains.portal.models import HomeLayout
from xinqiao.domains.portal.publishing import home
from xinqiao.domains.portal.rules.layouts import LayoutState
from xinqiao.domains.portal.views.composing import moment_seen
from xinqiao.domains.portal.views.doing import done, who
from xinqiao.kernel.sites import queries
from xinqiao.kernel.sites.models import Site

SHOWN = 20


@require_http_methods(["GET", "POST"])
def layout(request: HttpRequest, pk: int) -> HttpResponse:
    """Compose; a post keeps the draft."""
    site = _site(request, pk)
    form = forms.LayoutForm(request.POST or None, spots=_spots(site))
    if request.method == "POST" and form.is_valid():
        spots = form.spots
        if done(request, form, lambda: actions.save_draft(site_id=pk, spots=spots, **who(request))):
            return redirect("portal:layout", pk)
    return _screen(request, site, form)


@require_GET
@xframe_options_sameorigin
def layout_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The page itself, from the draft or, without one, from what is in use."""
    site = _site(request, pk)
    return HttpResponse(home.render_home_preview(site, _spots(site)))


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the draft that was seen in use."""
    site = _site(request, pk)
    draft = get_object_or_404(HomeLayout, site=site, state=LayoutState.DRAFT)
    seen = moment_seen(request.POST.get("seen", ""))
    form = forms.LayoutForm({}, spots=_spots(site))
    if done(
        request,
        form,
        lambda: actions.publish(layout_id=draft.pk, seen_at=seen, **who(request)),
    ):
        return redirect("portal:layout", pk)
    return _screen(request, site, form)


@require_POST
def roll_back(request: HttpRequest, pk: int, layout_id: int) -> HttpResponse:
    """Put an earlier version in use again."""
    site = _site(request, pk)
    earlier = get_object_or_404(HomeLayout, site=site, pk=layout_id)
    form = forms.LayoutForm({}, spots=_spots(site))
    if done(request, form, lambda: actions.roll_back(layout_id=earlier.pk, **who(request))):
        return redirect("portal:layout", pk)
    return _screen(request, site, form)


def _site(request: HttpRequest, pk: int) -> Site:
    managed = queries.sites_managed_by(request.user).select_related("parent__parent")
    return get_object_or_404(managed, pk=pk)


def _spots(site: Site) -> Any:
    draft = HomeLayout.objects.filter(site=site, state=LayoutState.DRAFT).first()
    return draft.spots if draft else home.spots_of(site)


def _screen(request: HttpRequest, site: Site, form: forms.LayoutForm) -> HttpResponse:
    versions = HomeLayout.objects.filter(site=site).select_related("made_by", "published_by")
    context = {
        "title": _("首页编排"),
        "site": site,
        "form": form,
        "draft": versions.filter(state=LayoutState.DRAFT).first(),
        "versions": versions.exclude(state=LayoutState.DRAFT).order_by("-published_at")[:SHOWN],
        "may_publish": policies.can_publish_layout(request.user, site),
        "publish_url": reverse("portal:layout_publish", args=[site.pk]),
        "frame_url": reverse("portal:layout_frame", args=[site.pk]),
        "back_url": reverse("portal:site", args=[site.pk]),
        "back_label": site.name,
    }
    return render(request, "portal/workbench/layout.html", context)


ROUTES = [
    path("sites/<int:pk>/home/", layout, name="layout"),
    path("sites/<int:pk>/home/page/", layout_frame, name="layout_frame"),
    path("sites/<int:pk>/home/publish/", publish, name="layout_publish"),
    path("sites/<int:pk>/home/<int:layout_id>/back/", roll_back, name="layout_roll_back"),
]
