"""Columns as their keepers see them: what is due, what was looked over, where nobody answers."""

import datetime as dt
from collections.abc import Iterator
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.domains.portal import queries
from xinqiao.domains.portal.forms.sites import ReviewForm
from xinqiao.kernel.sites import actions
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Column
from xinqiao.kernel.ui.todo import TodoItem

USUAL_REVIEW = dt.timedelta(days=180)
SHOWN_GAPS = 500


@require_GET
def kept(request: HttpRequest) -> HttpResponse:
    """Show the columns for which this person answers, the most urgent first."""
    today = timezone.localdate()
    context = {
        "title": _("我负责的栏目"),
        "rows": queries.kept_by(request.user, today=today),
        "next_review": today + USUAL_REVIEW,
    }
    return render(request, "portal/workbench/kept_columns.html", context)


@require_POST
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a static column was looked over."""
    user = cast(Any, request.user)
    managed = sites.sites_managed_by(user).order_by().values("pk")
    get_object_or_404(Column.objects.filter(Q(keeper=user) | Q(site__in=managed)), pk=pk)
    form = ReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请填下次复核的日期。"))
        return redirect("portal:kept_columns")
    try:
        actions.review_column(actor=user, column_id=pk, now=timezone.now(), **form.cleaned_data)
    except (PermissionDenied, ValueError) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("已记下复核。"))
    return redirect("portal:kept_columns")


@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    """Show the columns of this person's sites that are overdue, or for which nobody answers."""
    context = {
        "title": _("栏目维护"),
        "overdue": queries.overdue_on(request.user, today=timezone.localdate())[:SHOWN_GAPS],
        "gaps": queries.without_keeper(request.user)[:SHOWN_GAPS],
        "back_url": reverse("portal:sites"),
        "back_label": _("站点与栏目"),
    }
    return render(request, "portal/workbench/upkeep.html", context)


def due_columns(user: Any) -> Iterator[TodoItem]:
    """For the home page: columns of this person that are due within days, or overdue."""
    now = timezone.localtime()
    for row in queries.kept_by(user, today=now.date()):
        if row.is_near and row.due is not None:
            yield _todo(row.column, row.due, now)


def _todo(column: Column, due: dt.date, now: dt.datetime) -> TodoItem:
    is_static = column.kind == Column.Kind.STATIC
    return TodoItem(
        label=_("复核栏目") if is_static else _("更新栏目"),
        title=column.name,
        url=reverse("portal:kept_columns"),
        since=column.last_published_at or column.opened_at or now,
        due=timezone.make_aware(dt.datetime.combine(due, dt.time.max)),
        site=column.site.name,
    )
