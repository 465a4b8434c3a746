"""Registers of information and liaison officers, unit by unit, with their trainings."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.kernel.accounts import actions, forms, policies, queries, rules
from xinqiao.kernel.accounts.models import UnitOfficer
from xinqiao.kernel.accounts.views.access import (
    REFUSALS,
    explain,
    guard,
    say_done,
    say_errors,
    say_refusal,
)
from xinqiao.kernel.accounts.views.recent import require_recent_sign_in

PAGE_ROWS = 50


@login_required
@require_GET
def officers(request: HttpRequest) -> HttpResponse:
    """The registers this person may see, and which units have nobody."""
    user = guard(request, policies.can_see_officers)
    today = timezone.localdate()
    page = Paginator(queries.officers_of(user, today), PAGE_ROWS).get_page(request.GET.get("p"))
    context = {
        "title": _("信息员、联络员"),
        "page": page,
        "phones": queries.masked_phones_of(page.object_list),
        "gaps": queries.units_without_officers(user, today),
        "may_name": bool(policies.units_to_keep(user)),
        "today": today,
    }
    return render(request, "accounts/officers.html", context)


@login_required
def officer_name(request: HttpRequest) -> HttpResponse:
    """Name an officer of one's unit."""
    user = guard(request, lambda someone: bool(policies.units_to_keep(someone)))
    form = forms.OfficerForm(request.POST or None, units=policies.units_to_keep(user))
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.name_officer(actor=user, now=timezone.now(), **form.cleaned_data)
        except REFUSALS as error:
            explain(form, error)
        else:
            say_done(request)
            return redirect("accounts:officer", pk=made.pk)
    context = {"title": _("登记信息员、联络员"), "form": form, "button": _("登记"), **_back()}
    return render(request, "accounts/form.html", context)


@login_required
@require_GET
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    """One officer with his trainings."""
    user = guard(request, policies.can_see_officers)
    row = _officer(request, pk)
    context = {
        "title": row.name,
        "officer": row,
        "phone": queries.masked_phone_of(row),
        "trainings": row.trainings.all(),
        "may_keep": policies.can_keep_officers(user, row.organisation_id),
        "reason_form": forms.ReasonForm(auto_id=False),
        "training_form": forms.TrainingForm(),
        "release_form": forms.ReleaseForm(),
        **_back(),
    }
    return render(request, "accounts/officer.html", context)


@login_required
@require_POST
def officer_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Note the last day."""
    return _acted(request, pk, forms.ReleaseForm, actions.release_officer)


@login_required
@require_POST
def officer_training(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a training."""
    return _acted(request, pk, forms.TrainingForm, actions.record_training)


@login_required
@require_POST
@require_recent_sign_in
def officer_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the phone in clear, once, for a reason."""
    row = _officer(request, pk)
    user = guard(request, policies.can_keep_officers, row.organisation_id)
    form, address = forms.ReasonForm(request.POST), reverse("accounts:officer", args=[pk])
    if not form.is_valid():
        say_errors(request, form)
        return redirect(address)
    try:
        number = actions.reveal_officer_phone(
            actor=user, officer_id=pk, now=timezone.now(), **form.cleaned_data
        )
    except rules.UnmaskRefused as error:
        say_refusal(request, error)
        return redirect(address)
    context = {"title": _("手机号"), "person": row, "number": number}
    context |= {"back_url": address, "back_label": row.name}
    answer = render(request, "accounts/phone.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _acted(request: HttpRequest, pk: int, kind: Any, action: Callable[..., Any]) -> HttpResponse:
    row = _officer(request, pk)
    user = guard(request, policies.can_keep_officers, row.organisation_id)
    form = kind(request.POST)
    if form.is_valid():
        try:
            action(actor=user, officer_id=pk, now=timezone.now(), **form.cleaned_data)
        except REFUSALS as error:
            say_refusal(request, error)
        else:
            say_done(request)
    else:
        say_errors(request, form)
    return redirect("accounts:officer", pk=pk)


def _officer(request: HttpRequest, pk: int) -> UnitOfficer:
    user = guard(request, policies.can_see_officers)
    rows = UnitOfficer.objects.visible_to(user).select_related("organisation")
    return get_object_or_404(rows, pk=pk)


def _back() -> dict[str, Any]:
    return {"back_url": reverse("accounts:officers"), "back_label": _("信息员、联络员")}
