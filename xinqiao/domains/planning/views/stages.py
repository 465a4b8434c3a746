"""Features of the sites: the plan, one site, a request, a stage."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from xinqiao.domains.planning import actions, policies, queries, rules
from xinqiao.domains.planning.forms import stages as forms
from xinqiao.domains.planning.models import FeatureRequest, FeatureStage
from xinqiao.domains.planning.models.stages import sites_visible_to
from xinqiao.domains.planning.views.doing import done
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.sites.policies import can_switch_features
from xinqiao.kernel.ui import paging
from xinqiao.kernel.ui.todo import TodoItem

SHOWN = 100


@require_GET
def plan(request: HttpRequest) -> HttpResponse:
    """What comes next, what was asked, and which site has what since when."""
    seen = sites_visible_to(request.user).open().select_related("parent__parent", "organisation")
    word = request.GET.get("q", "").replace("\0", "")[:40].strip()
    if word:
        seen = seen.filter(name__icontains=word)
    page = paging.page_of(seen, request.GET.get("p", ""))
    stages = FeatureStage.objects.visible_to(request.user).filter(state=rules.StageState.PLANNED)
    asked = FeatureRequest.objects.visible_to(request.user).select_related("site", "asked_by")
    context = {
        "title": _("功能开关"),
        "page": page,
        "word": word,
        "rows": queries.with_states(page.rows),
        "stages": _named(stages.select_related("site", "made_by")[:SHOWN]),
        "waiting": _named(asked.filter(state=rules.RequestState.OPEN)[:SHOWN]),
        "decided": _named(asked.exclude(state=rules.RequestState.OPEN)[:20]),
    }
    return render(request, "planning/plan.html", context)


@require_http_methods(["GET", "POST"])
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """One site's features; a post asks for one, or plans one where the person decides."""
    found = _site_or_404(request.user, pk)
    may_decide = can_switch_features(request.user, found)
    form_class = forms.StageForm if may_decide else forms.AskForm
    form = form_class(request.POST or None, initial={"planned_date": timezone.localdate()})
    act = actions.plan_stage if may_decide else actions.ask_feature
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {**form.cleaned_data, "site_id": pk}
        if done(request, form, act, **said):
            return redirect("planning:site", pk)
    context = {
        "title": _("功能开关：%s") % found.name,
        "site": found,
        "form": form,
        "may_decide": may_decide,
        "may_ask": may_decide or policies.can_ask(request.user, found),
        "states": queries.features_of(found),
        "history": _named(found.switches.select_related("switched_by")[:SHOWN]),
        "back_url": reverse("planning:plan"),
        "back_label": _("功能开关"),
    }
    return render(request, "planning/site.html", context)


@require_http_methods(["GET", "POST"])
def feature_request(request: HttpRequest, pk: int) -> HttpResponse:
    """One request; a post decides it."""
    rows = FeatureRequest.objects.visible_to(request.user)
    rows = rows.select_related("site__parent__parent", "asked_by", "decided_by")
    asked: FeatureRequest = get_object_or_404(rows, pk=pk)
    form = forms.DecideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = {**form.cleaned_data, "request_id": pk}
        if done(request, form, actions.decide_request, **said):
            return redirect("planning:plan")
    is_open = asked.state == rules.RequestState.OPEN
    context = {
        "title": _("功能申请"),
        "asked": asked,
        "feature": queries.feature_name(asked.feature),
        "form": form,
        "may_decide": is_open and can_switch_features(request.user, asked.site),
        "back_url": reverse("planning:plan"),
        "back_label": _("功能开关"),
    }
    return render(request, "planning/request.html", context)


@require_POST
def stage_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a stage up."""
    stage = get_object_or_404(FeatureStage.objects.visible_to(request.user), pk=pk)
    form = forms.DropForm(request.POST)
    try:
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            who: Any = request.user
            actions.drop_stage(actor=who, stage_id=pk, reason=reason, now=timezone.now())
            messages.success(request, _("已取消这个阶段。"))
        else:
            messages.error(request, _("请写明取消原因，最多300个字。"))
    except (PermissionDenied, ValueError) as refusal:
        messages.error(request, str(refusal) or _("您的职责不能办理这一步。"))
    return redirect("planning:site", stage.site_id)


def waiting_requests(user: Any) -> Iterator[TodoItem]:
    """For the home page of who decides: requests that wait."""
    rows = FeatureRequest.objects.visible_to(user).filter(state=rules.RequestState.OPEN)
    for asked in rows.select_related("site__parent__parent").order_by("asked_at")[:20]:
        if can_switch_features(user, asked.site):
            yield TodoItem(
                label=_("功能申请"),
                title=queries.feature_name(asked.feature),
                url=reverse("planning:request", args=[asked.pk]),
                since=asked.asked_at,
                site=asked.site.name,
            )


def _named(rows: Any) -> list[tuple[str, Any]]:
    return [(queries.feature_name(row.feature), row) for row in rows]


def _site_or_404(user: Any, pk: int) -> Site:
    rows = sites_visible_to(user).select_related("parent__parent", "organisation")
    return get_object_or_404(rows, pk=pk)


ROUTES = [
    path("features/", plan, name="plan"),
    path("features/sites/<int:pk>/", site, name="site"),
    path("features/requests/<int:pk>/", feature_request, name="request"),
    path("features/stages/<int:pk>/drop/", stage_drop, name="stage_drop"),
]
