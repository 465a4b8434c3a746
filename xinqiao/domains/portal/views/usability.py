"""The usable rate of each unit, on a page and as a workbook."""

import datetime as dt

from django import forms
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from xinqiao.domains.portal import queries, rules
from xinqiao.domains.portal.queries import Usability
from xinqiao.kernel.ui import export


class PeriodForm(forms.Form):
    """From a day to a day, both included."""

    since = forms.DateField(
        label=gettext_lazy("从"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    until = forms.DateField(
        label=gettext_lazy("到"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


@require_GET
def usability(request: HttpRequest) -> HttpResponse:
    """This year unless another period is asked for."""
    form = PeriodForm(request.GET)
    since, until = _period(form)
    context = {
        "title": _("信息可用率"),
        "form": form,
        "since": since,
        "until": until,
        "rows": [] if form.errors else _rows(request, since, until),
        "target": rules.USABLE_TARGET_PERCENT,
        "export_query": request.GET.urlencode(),
    }
    return render(request, "portal/workbench/usability.html", context)


@require_GET
def usability_export(request: HttpRequest) -> HttpResponseBase:
    """The same figures as a workbook."""
    since, until = _period(PeriodForm(request.GET))
    columns = [_("单位"), _("报送"), _("发布"), _("退回"), _("办理中"), _("可用率（%）")]
    columns += [_("推送已决定"), _("被采用"), _("采用率（%）")]
    cells = (
        (r.unit, r.submitted, r.published, r.returned, r.waiting, r.rate, *_offered(r))
        for r in _rows(request, since, until)
    )
    name = _("信息可用率 %(since)s 至 %(until)s") % {"since": since, "until": until}
    return export.xlsx(cells, columns, file_name=name)


def _offered(row: Usability) -> tuple[int, int, int | None]:
    return row.offered, row.adopted, row.adoption_rate


def _rows(request: HttpRequest, since: dt.date, until: dt.date) -> list[Usability]:
    return queries.usability(request.user, since=since, until=until)


def _period(form: PeriodForm) -> tuple[dt.date, dt.date]:
    today = timezone.localdate()
    chosen = form.cleaned_data if form.is_valid() else {}
    return chosen.get("since") or today.replace(month=1, day=1), chosen.get("until") or today
