"""Screens of the inspection: all sites, one site, findings, one finding, the workbook."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xinqiao.domains.assessment import policies, rules
from xinqiao.domains.assessment.forms import FindingFilterForm
from xinqiao.domains.assessment.models import Finding
from xinqiao.domains.assessment.queries import screens
from xinqiao.kernel.ui import export, paging

PER_PAGE = 50


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """All sites a person reads, with the six lamps of each."""
    lamp = request.GET.get("lamp", "")
    page = paging.page_of(screens.reports(request.user, lamp), request.GET.get("p", ""), PER_PAGE)
    counts = screens.lamp_counts(request.user)
    lamps = screens.lamps_of(list(page.rows))
    context = {
        "title": _("网站自查"),
        "page": page,
        "rows": [(report, lamps[report.pk]) for report in page.rows],
        "vetoes": [label for _code, label in rules.Veto.choices],
        "lamp": lamp,
        "tabs": [(code, label, counts[code]) for code, label in rules.Lamp.choices],
        "total": sum(counts.values()),
        "ahead": screens.ahead_count(request.user),
        "can_set": policies.can_set_standards(request.user),
    }
    return render(request, "assessment/overview.html", context)


@require_GET
def site(request: HttpRequest, pk: int) -> HttpResponse:
    """One site: its lamps, what is wrong and who answers for it, its visits of the week."""
    report = get_object_or_404(screens.reports(request.user), site=pk)
    today = timezone.localdate()
    found = list(screens.findings_of(report.site, request.user)[:500])
    context = {
        "title": report.site.name,
        "report": report,
        "lamps": [
            (lamp, (lamp.due_date - today).days if lamp.due_date else None)
            for lamp in screens.lamps_of([report])[report.pk]
        ],
        "findings": _with_days(found, today),
        "visits": screens.visits_of(report.site, today),
        "failures": screens.failures_of(report.site),
        "back_url": reverse("assessment:overview"),
        "back_label": _("网站自查"),
    }
    return render(request, "assessment/site.html", context)


@require_GET
def finding_list(request: HttpRequest) -> HttpResponse:
    """Findings of all sites, filtered; the forecast of the coming week among them."""
    form = FindingFilterForm(request.GET)
    page = paging.page_of(_narrowed(request, form), request.GET.get("p", ""), PER_PAGE)
    context = {
        "title": _("自查问题"),
        "form": form,
        "page": page,
        "findings": _with_days(list(page.rows), timezone.localdate()),
        "with_site": True,
        "export_query": request.GET.urlencode(),
        "can_read_reports": policies.can_read_reports(request.user),
    }
    return render(request, "assessment/findings.html", context)


@require_GET
def finding_export(request: HttpRequest) -> HttpResponseBase:
    """What the filters keep as a workbook."""
    rows = _narrowed(request, FindingFilterForm(request.GET))
    columns = [_("站点"), _("位置"), _("问题"), _("程度"), _("情况"), _("地址"), _("责任单位")]
    columns += [_("责任人"), _("最近更新"), _("红线日期"), _("剩余天数"), _("发现时间")]
    cells = screens.cells(rows.order_by("pk")[: export.MAX_ROWS + 1], timezone.localdate())
    return export.xlsx(cells, columns, file_name=_("自查问题"))


@require_GET
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding, open or closed, with the way to put it right."""
    rows = Finding.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("site", "organisation", "person"), pk=pk)
    context = {
        "title": found.title,
        "finding": found,
        "days": found.days_left(timezone.localdate()),
        "back_url": reverse("assessment:findings"),
        "back_label": _("自查问题"),
    }
    return render(request, "assessment/finding.html", context)


def _narrowed(request: HttpRequest, form: FindingFilterForm) -> Any:
    chosen = form.chosen()
    coming = timezone.localdate() + dt.timedelta(days=rules.AHEAD_DAYS)
    return screens.findings(
        request.user,
        level=chosen["level"] or "",
        defect=chosen["defect"] or "",
        coming_until=coming if chosen["coming"] else None,
    )


def _with_days(found: list[Finding], today: dt.date) -> list[tuple[Finding, int | None]]:
    return [(row, row.days_left(today)) for row in found]
