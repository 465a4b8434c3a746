"""Who is next in each column, and the pack for the weekly meeting."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xinqiao.domains.portal import queries
from xinqiao.kernel.sites.models import Column


@require_GET
def flows(request: Any) -> HttpResponse:
    """Show the columns where something waits, the longest waiting first."""
    context = {"title": _("流程图"), "columns": queries.columns_at_work(request.user)}
    return render(request, "portal/workbench/flows.html", context)


@require_GET
def flow(request: Any, pk: int) -> HttpResponse:
    """Show one column: who takes which step, what waits for whom, who brings what."""
    rows = Column.objects.select_related("site__parent__parent", "organisation", "keeper")
    column = get_object_or_404(queries.known_columns(request.user, rows), pk=pk)
    today = timezone.localdate()
    context = {
        "title": _("“%s”的流程") % column.name,
        "column": column,
        "is_joint": column.mode == Column.Mode.JOINT,
        "ways": queries.ways(column, today),
        "waiting": queries.waiting_in(column, request.user, today),
        "shares": queries.shares(column),
        "now": timezone.now(),
        "back_url": reverse("portal:flows"),
        "back_label": _("流程图"),
    }
    return render(request, "portal/workbench/flow.html", context)


@require_GET
def weekly(request: Any) -> HttpResponse:
    """Show the pack of this week, ready to be printed."""
    now = timezone.now()
    pack = queries.weekly_pack(
        queries.packs_for(request.user), now=now, today=timezone.localdate(now)
    )
    context = {"title": _("每周例会材料"), "pack": pack, "now": now}
    return render(request, "portal/workbench/weekly.html", context)
