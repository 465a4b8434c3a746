"""A year of the calendar, and the import of a notice in two steps."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.kernel.calendars import actions, policies, queries, rules
from xinqiao.kernel.calendars.forms import FIRST_YEAR, LAST_YEAR, ConfirmForm, UploadForm
from xinqiao.kernel.calendars.models import HolidayNotice

View = Callable[..., HttpResponse]


def _keeper_only(view: View) -> View:
    """For everybody else these pages do not exist."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policies.can_keep_calendar(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_GET
@_keeper_only
def year(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """Twelve months with every day's arrangement."""
    chosen = year or timezone.localdate().year
    if not FIRST_YEAR <= chosen <= LAST_YEAR:
        raise Http404
    known = queries.working_calendar()
    months = queries.months_of(chosen, known)
    return render(
        request,
        "calendars/year.html",
        {
            "title": _("%(year)d年工作日历") % {"year": chosen},
            "year": chosen,
            "notice": HolidayNotice.objects.filter(year=chosen).select_related("loaded_by").first(),
            "months": months,
            "working_days": sum(month.working_days for month in months),
        },
    )


@_keeper_only
def upload(request: HttpRequest) -> HttpResponse:
    """Read an uploaded notice and show what it would change; nothing is written."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        return _preview(request, form)
    return _upload_page(request, form, status=422 if form.is_bound else 200)


@require_POST
@_keeper_only
def confirm(request: HttpRequest) -> HttpResponse:
    """Load the notice that was looked at."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _upload_page(request, form, status=422)
    facts = {name: value for name, value in form.cleaned_data.items() if name != "text"}
    try:
        notice = actions.load_holiday_notice(
            **facts, days=form.days, actor=request.user, now=timezone.localtime()
        )
    except rules.BadHolidayNotice as error:
        form.refuse(error)
        return _upload_page(request, form, status=422)
    messages.success(request, _("%(title)s已导入。") % {"title": notice.title})
    return redirect("calendars:year", year=notice.year)


def _preview(request: HttpRequest, form: UploadForm) -> HttpResponse:
    facts = form.cleaned_data
    chosen: int = facts["year"]
    initial = {
        "year": chosen,
        "title": facts["title"],
        "issued_date": facts["issued_date"],
        "text": form.text,
        "source": facts["file"].name,
    }
    return render(
        request,
        "calendars/preview.html",
        {
            "title": _("核对%(year)d年放假安排") % {"year": chosen},
            "form": ConfirmForm(initial=initial),
            "days": form.days,
            "present": HolidayNotice.objects.filter(year=chosen).first(),
            "back_url": reverse("calendars:upload"),
            "back_label": _("重新上传"),
        },
    )


def _upload_page(
    request: HttpRequest, form: UploadForm | ConfirmForm, status: int
) -> HttpResponse | HttpResponseRedirect:
    shown = form if isinstance(form, UploadForm) else UploadForm()
    return render(
        request,
        "calendars/upload.html",
        {
            "title": _("导入放假安排"),
            "form": shown,
            "problems": form.problems,
            "back_url": reverse("calendars:this_year"),
            "back_label": _("工作日历"),
        },
        status=status,
    )
