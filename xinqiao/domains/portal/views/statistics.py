"""Statistics of columns: on the screen and as a workbook; the list of those nobody visits."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xinqiao.domains.portal.queries import statistics
from xinqiao.domains.portal.views.sites import site_or_404
from xinqiao.kernel.sites import features
from xinqiao.kernel.sites.models import Site
from xinqiao.kernel.ui import export

USUAL_PERIOD = 30
SHOWN = 500


def _site_or_404(request: HttpRequest, pk: int) -> Site:
    """A site this person manages, unless its statistics are switched off. Raises Http404."""
    site = site_or_404(request.user, pk)
    if not features.is_on(site, "statistics"):
        raise Http404
    return site


@require_GET
def site_statistics(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the columns of a site do, and its most visited pages."""
    site, days, today = _site_or_404(request, pk), period(request), timezone.localdate()
    context = {
        "title": _("栏目统计"),
        "site": site,
        "days": days,
        "periods": statistics.PERIODS,
        "columns": statistics.column_statistics(site, today=today, days=days),
        "pages": _with_addresses(site, statistics.top_pages(site, today=today, days=days)),
        "back_url": reverse("portal:site", args=[pk]),
        "back_label": site.name,
    }
    return render(request, "portal/workbench/statistics.html", context)


@require_GET
def statistics_export(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Hand out the same as a workbook, which is also the plan for moving an old site."""
    site, days = _site_or_404(request, pk), period(request)
    heads = [_("栏目"), _("地址"), _("责任单位"), _("责任人"), _("建设方式"), _("更新方式")]
    heads += [_("更新间隔（天）"), _("状态"), _("在线篇数"), _("最近发布")]
    heads += [_("近%d天访问量") % days, _("之前%d天访问量") % days]
    return export.xlsx(_cells(site, days), heads, file_name=_("栏目统计"))


@require_GET
def unvisited(request: HttpRequest) -> HttpResponse:
    """Show the columns of all managed sites that nobody visited in the period."""
    days = period(request, usual=90)
    rows = statistics.unvisited(request.user, today=timezone.localdate(), days=days)
    context = {
        "title": _("无人访问的栏目"),
        "days": days,
        "periods": statistics.PERIODS,
        "columns": rows[:SHOWN],
        "back_url": reverse("portal:sites"),
        "back_label": _("站点与栏目"),
    }
    return render(request, "portal/workbench/unvisited.html", context)


def period(request: HttpRequest, usual: int = USUAL_PERIOD) -> int:
    """The days that were asked for, if they are among those offered."""
    asked = request.GET.get("days", "")
    return next((days for days in statistics.PERIODS if str(days) == asked), usual)


def _cells(site: Site, days: int) -> Iterator[list[Any]]:
    columns = statistics.column_statistics(site, today=timezone.localdate(), days=days)
    for column in columns:
        yield [
            column.name,
            column.path,
            column.organisation.name,
            column.keeper.name if column.keeper else "",
            column.get_mode_display(),
            column.get_kind_display(),
            column.update_days,
            _("使用中") if column.is_open else _("已停用"),
            column.online_count,
            column.last_published_at,
            column.visited,  # type: ignore[attr-defined] # annotated
            column.visited_before,  # type: ignore[attr-defined] # annotated
        ]


def _with_addresses(site: Site, pages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [page | {"address": site.address(page["path"])} for page in pages]
