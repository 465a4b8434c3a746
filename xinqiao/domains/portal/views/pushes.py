"""What this desk requires other sites to carry, and who has not taken it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.domains.portal import actions, policies, queries
from xinqiao.domains.portal.models import Push
from xinqiao.kernel.ui import paging


@require_GET
def push_list(request: HttpRequest) -> HttpResponse:
    """Show what was pushed, newest first, with how many sites carry it."""
    rows = queries.pushes_with_counts(Push.objects.visible_to(request.user))
    context = {
        "title": _("转载要求"),
        "now": timezone.now(),
        "page": paging.page_of(rows, request.GET.get("p", "")),
    }
    return render(request, "portal/workbench/pushes.html", context)


def _push_or_404(user: Any, pk: int) -> Push:
    rows = Push.objects.visible_to(user).select_related(
        "article__column__site__parent__parent", "organisation", "pushed_by"
    )
    return get_object_or_404(rows, pk=pk)


@require_GET
def push(request: HttpRequest, pk: int) -> HttpResponse:
    """Show each site of one push: taken when, how late."""
    found = _push_or_404(request.user, pk)
    carriers = queries.carriers(found, now=timezone.now())
    reprinted = found.article.first_published_at
    context = {
        "title": found.article.title,
        "push": found,
        "carriers": carriers,
        "missing": [one for one in carriers if one.taken_at is None],
        "own_lag": reprinted - found.national_at if found.national_at and reprinted else None,
        "may_urge": policies.can_push(request.user, found.article),
        "back_url": reverse("portal:pushes"),
        "back_label": _("转载要求"),
    }
    return render(request, "portal/workbench/push.html", context)


@require_POST
def urge(request: Any, pk: int) -> HttpResponse:
    """Remind the desks that have not taken it."""
    _push_or_404(request.user, pk)
    try:
        count = actions.urge_push(actor=request.user, push_id=pk, now=timezone.now())
    except PermissionDenied:
        messages.error(request, _("您的职责不能办理这一步。"))
    else:
        messages.success(request, _("已催促%d个站点。") % count)
    return redirect("portal:push", pk)
