"""The links of a site to other sites, for the people who manage it."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.actions import links as actions
from xinqiao.domains.portal.forms.links import LinkForm
from xinqiao.domains.portal.models import SiteLink
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.sites import features, queries
from xinqiao.kernel.sites.models import Site

MOVES = {"up": True, "down": False}


@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the links of a site; a post adds one."""
    rows = queries.sites_managed_by(request.user).select_related("parent__parent")
    site = get_object_or_404(rows, pk=pk)
    _check_on(site)
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = {**_who(request), **form.cleaned_data}
        if _done(form, lambda: actions.add_link(site_id=pk, **said)):
            messages.success(request, _("已添加。"))
            return redirect("portal:links", pk=pk)
    return _screen(request, site, form)


@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one link."""
    found = _link_or_404(request.user, pk)
    facts = {name: getattr(found, name) for name in ("group", "label", "address")}
    form = LinkForm(request.POST or None, initial=facts)
    if request.method == "POST" and form.is_valid():
        said = {**_who(request), **form.cleaned_data}
        if _done(form, lambda: actions.change_link(link_id=pk, **said)):
            messages.success(request, _("已保存。"))
            return redirect("portal:links", pk=found.site_id)
    context = {
        "title": found.label,
        "form": form,
        "submit": _("保存"),
        "back_url": reverse("portal:links", args=[found.site_id]),
        "back_label": _("友情链接"),
    }
    return render(request, "portal/workbench/form.html", context)


@require_POST
def link_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a link up or down, or take it away."""
    found, act = _link_or_404(request.user, pk), request.POST.get("act", "")
    if act in MOVES:
        actions.move_link(link_id=pk, up=MOVES[act], **_who(request))
    elif act == "remove":
        actions.remove_link(link_id=pk, **_who(request))
        messages.success(request, _("已删除“%s”。") % found.label)
    return redirect("portal:links", pk=found.site_id)


def _screen(request: HttpRequest, site: Site, form: LinkForm) -> HttpResponse:
    rows = list(SiteLink.objects.filter(site=site))
    groups = [
        (label, [row for row in rows if row.group == code])
        for code, label in rules.LinkGroup.choices
    ]
    context = {
        "title": _("友情链接"),
        "site": site,
        "form": form,
        "groups": [(label, found) for label, found in groups if found],
        "back_url": reverse("portal:site", args=[site.pk]),
        "back_label": site.name,
    }
    return render(request, "portal/workbench/links.html", context)


def _done(form: LinkForm, act: Callable[[], Any]) -> bool:
    try:
        act()
    except rules.LinkRefused as refusal:
        form.add_error("address", str(refusal))
        return False
    return True


def _link_or_404(user: Any, pk: int) -> SiteLink:
    managed = queries.sites_managed_by(user).order_by().values("pk")
    rows = SiteLink.objects.filter(site__in=managed).select_related("site__parent__parent")
    found: SiteLink = get_object_or_404(rows, pk=pk)
    _check_on(found.site)
    return found


def _check_on(site: Site) -> None:
    """Raises Http404 where links to other sites are switched off."""
    if not features.is_on(site, "links"):
        raise Http404


def _who(request: HttpRequest) -> dict[str, Any]:
    return {"actor": cast(User, request.user), "now": timezone.now()}


ROUTES = [
    path("sites/<int:pk>/links/", links, name="links"),
    path("sites/links/<int:pk>/", link, name="link"),
    path("sites/links/<int:pk>/act/", link_act, name="link_act"),
]
