"""The desk's view of what others offer to its columns, and of what it took over."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.domains.portal import actions, rules
from xinqiao.domains.portal.forms.acts import DecideForm
from xinqiao.domains.portal.models import Placement
from xinqiao.domains.portal.views import scope
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.ui import paging

TABS = {
    "offered": (_("待采用"), (rules.PlacementState.OFFERED,)),
    "taken": (_("已采用"), (rules.PlacementState.ACCEPTED, rules.PlacementState.ONLINE)),
    "recalled": (_("来源已撤回"), (rules.PlacementState.ACCEPTED,)),
    "refused": (_("未采用"), (rules.PlacementState.DECLINED, rules.PlacementState.WITHDRAWN)),
}


@require_GET
def offer_list(request: HttpRequest) -> HttpResponse:
    """Show the offers to this person's desk."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "offered"
    rows = scope.placements_at_desk(request.user).filter(state__in=TABS[tab][1])
    if tab == "recalled":
        rows = rows.filter(recalled_at__isnull=False)
    rows = rows.select_related(
        "push",
        "acknowledged_by",
        "article__site",
        "article__organisation",
        "column__site",
        "offered_by",
        "decided_by",
    ).defer("article__body")
    page = paging.page_of(rows, request.GET.get("p", ""))
    context = {
        "title": _("报送采用"),
        "page": page,
        "choices": _choices(page.rows if tab == "offered" else ()),
        "tab": tab,
        "tabs": [(code, label) for code, (label, _states) in TABS.items()],
    }
    return render(request, "portal/workbench/offers.html", context)


def _choices(placements: Sequence[Placement]) -> dict[int, list[Column]]:
    """By site, the columns among which its desk may choose for a mandatory reprint."""
    sites = {row.site_id for row in placements if row.mode == rules.PlacementMode.MANDATORY}
    found: dict[int, list[Column]] = {}
    for column in Column.objects.open().filter(site__in=sites).order_by("site", "path"):
        found.setdefault(column.site_id, []).append(column)
    return found


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept, decline or take down one placement."""
    placement = get_object_or_404(scope.placements_at_desk(request.user), pk=pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        said = form.errors.get("reason") or [_("填写的内容读不懂，请检查时间和栏目。")]
        messages.error(request, str(said[0]))
        return redirect("portal:offers")
    try:
        _decide(request.user, placement, **form.cleaned_data)
    except Column.DoesNotExist:
        messages.error(request, _("栏目须在同一站点内选择。"))
    except (PermissionDenied, ValueError) as refusal:
        messages.error(request, str(refusal) or _("您的职责不能办理这一步。"))
    else:
        messages.success(request, _("已办理。"))
    return redirect("portal:offers")


def _decide(user: Any, placement: Placement, *, decision: str, reason: str, **how: Any) -> None:
    who: dict[str, Any] = {"actor": user, "placement_id": placement.pk, "now": timezone.now()}
    if decision == "accept":
        actions.accept_placement(**who, **how)
    elif decision == "acknowledge":
        actions.acknowledge_recall(**who)
    elif decision == "decline":
        actions.decline_placement(reason=reason, **who)
    else:
        actions.withdraw_placement(reason=reason, **who)
