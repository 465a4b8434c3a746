"""The queue of a column: what units sent, received, filtered, processed, published."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.domains.portal import actions, queries, rules
from xinqiao.domains.portal.models import Placement
from xinqiao.domains.portal.queries import desk_queue
from xinqiao.domains.portal.rules.desk_queue import QueueState
from xinqiao.domains.portal.views import scope
from xinqiao.kernel.ui import paging


class DecisionForm(forms.Form):
    """The desk's decision about one submission."""

    decision = forms.ChoiceField(choices=[("adopt", _("选用")), ("reject", _("不用"))])
    reason = forms.CharField(required=False, max_length=500)


@require_GET
def queue_list(request: HttpRequest) -> HttpResponse:
    """Show the jointly built columns of this person's desks."""
    context = {
        "title": _("共建栏目来稿"),
        "rows": desk_queue.joint_columns(scope.desk_columns(request.user)),
        "states": QueueState.choices,
    }
    return render(request, "portal/workbench/queues.html", context)


@require_GET
def queue(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what stands in one state of a column's queue."""
    column = get_object_or_404(scope.desk_columns(request.user), pk=pk)
    asked = request.GET.get("state", "")
    state = QueueState(asked) if asked in QueueState.values else QueueState.RECEIVED
    counted = desk_queue.counts(column)
    context = {
        "title": _("“%s”来稿") % column.name,
        "column": column,
        "state": state,
        "tabs": [(code, label, counted[code]) for code, label in QueueState.choices],
        "page": paging.page_of(desk_queue.submissions(column, state), request.GET.get("p", "")),
        "shares": queries.shares(column),
        "may_decide": rules.EDITING.duty in request.user.duty_codes,  # type: ignore[union-attr]
        "now": timezone.now(),
        "back_url": reverse("portal:queues"),
        "back_label": _("共建栏目来稿"),
    }
    return render(request, "portal/workbench/queue.html", context)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Select one submission, or reject it with a reason."""
    columns = scope.desk_columns(request.user).order_by().values("pk")
    placement = get_object_or_404(Placement.objects.filter(column__in=columns), pk=pk)
    form = DecisionForm(request.POST)
    back = redirect("portal:queue", pk=placement.column_id)
    if not form.is_valid():
        messages.error(request, _("填写的内容读不懂，请重新选择。"))
        return back
    try:
        _decide(request.user, placement, **form.cleaned_data)
    except (PermissionDenied, ValueError) as refusal:
        messages.error(request, str(refusal) or _("您的职责不能办理这一步。"))
    else:
        messages.success(request, _("已办理，来稿单位会收到消息。"))
    return back


def _decide(user: Any, placement: Placement, *, decision: str, reason: str) -> None:
    now = timezone.now()
    is_own = placement.mode == rules.PlacementMode.OWN
    if is_own and decision == "adopt":
        actions.select(actor=user, article_id=placement.article_id, now=now)
    elif is_own:
        actions.send_back(
            actor=user,
            article_id=placement.article_id,
            to_stage=rules.Stage.RETURNED,
            reason=reason,
            now=now,
        )
    elif decision == "adopt":
        actions.accept_placement(actor=user, placement_id=placement.pk, now=now)
    else:
        actions.decline_placement(actor=user, placement_id=placement.pk, reason=reason, now=now)


ROUTES = [
    path("queues/", queue_list, name="queues"),
    path("queues/<int:pk>/", queue, name="queue"),
    path("queues/<int:pk>/decide/", decide, name="queue_decide"),
]
