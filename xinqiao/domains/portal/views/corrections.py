"""Reports of errors: taken from readers without a session, answered in the workbench."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, re_path, reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from xinqiao.domains.portal.actions import corrections as actions
from xinqiao.domains.portal.forms import corrections as forms
from xinqiao.domains.portal.models import CorrectionReport
from xinqiao.domains.portal.publishing import corrections as pages
from xinqiao.domains.portal.rules import corrections as rules
from xinqiao.domains.portal.views.doing import done, who
from xinqiao.kernel.audit import context as audit_context
from xinqiao.kernel.press import places
from xinqiao.kernel.press.views import public_page
from xinqiao.kernel.sites import features

SHOWN = 100


# No session and no cookie stand behind a reader's form: nothing that another site could abuse.
@csrf_exempt
def report(request: HttpRequest) -> HttpResponseBase:
    """Take a report; every other method is answered as any public page."""
    if request.method != "POST":
        return public_page(request)
    variant, rest = places.split_variant(request.path_info)
    place = replace(places.find(rest), variant=variant)
    if not features.has_address(place.site, "portal.report"):
        raise Http404
    article = request.POST.get("article", "")
    errors = _trapped(request)
    if not errors:
        try:
            made = _take(request, article)
        except rules.ReportRefused as refusal:
            errors = {"text" if article else _field_of(request): str(refusal)}
        else:
            return HttpResponseRedirect(place.link(f"report/{made.code}/"), status=303)
    said = {name: request.POST.get(name, "")[: rules.LONGEST * 2] for name in ("page", "text")}
    page = pages.form_page(place, article, said=said, errors=errors)
    response = HttpResponse(page, status=422)
    response["Cache-Control"] = "no-store"
    return response


def _take(request: HttpRequest, article: str) -> CorrectionReport:
    known = article.isascii() and article.isdigit() and len(article) <= 12
    return actions.report(
        text=request.POST.get("text", ""),
        page=request.POST.get("page", ""),
        article_id=int(article) if known else None,
        sender=_sender(),
        now=timezone.now(),
    )


def _sender() -> str:
    """A keyed digest of the caller's address, another one each day: enough to count by."""
    address = audit_context.current().address
    day = timezone.localdate().isoformat()
    return salted_hmac("portal.corrections", f"{day}:{address}", algorithm="sha256").hexdigest()


def _trapped(request: HttpRequest) -> dict[str, str]:
    return (
        {"website": str(_("“这一栏请留空”里有内容，请清空后提交。"))}
        if (request.POST.get("website"))
        else {}
    )


def _field_of(request: HttpRequest) -> str:
    return "text" if request.POST.get("page", "").strip() else "page"


@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """What waits, and what was answered last."""
    rows = CorrectionReport.objects.visible_to(request.user).select_related("site", "column")
    context = {
        "title": _("网页纠错"),
        "waiting": rows.waiting().order_by("due_date", "pk")[:SHOWN],
        "answered": rows.filter(state=rules.ReportState.ANSWERED)[:SHOWN],
        "today": timezone.localdate(),
    }
    return render(request, "portal/workbench/corrections.html", context)


@require_http_methods(["GET", "POST"])
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One report; a post answers it."""
    rows = CorrectionReport.objects.visible_to(request.user)
    found = get_object_or_404(rows.select_related("site", "column", "answered_by"), pk=pk)
    form = forms.AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said: dict[str, Any] = form.cleaned_data
        if done(request, form, lambda: actions.answer(report_id=pk, **who(request), **said)):
            return redirect("portal:corrections")
    context = {
        "title": found.title,
        "report": found,
        "form": form,
        "back_url": reverse("portal:corrections"),
        "back_label": _("网页纠错"),
    }
    return render(request, "portal/workbench/correction.html", context)


ROUTES = [
    path("corrections/", report_list, name="corrections"),
    path("corrections/<int:pk>/", correction, name="correction"),
]
PUBLIC_ROUTES = [re_path(r"^(?:(?:elder|zh-hant)/)?report/$", report, name="portal_report")]
