"""Screens of the register of units; a 404 for everyone but the two administrators."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinqiao.kernel.organisations import actions, forms, policies, queries, rules
from xinqiao.kernel.organisations.models import Organisation

PAGE_ROWS = 50
MAX_PAGES = 200


@login_required
def organisation_list(request: HttpRequest) -> HttpResponse:
    """The tree, with search and filters."""
    _guard(request, policies.can_look)
    form = forms.FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    rows = queries.listing(
        word=chosen.get("q", ""), kind=chosen.get("kind", ""), state=chosen.get("state", "")
    )
    if form.errors:
        rows = rows.none()
    context = {
        "title": _("单位"),
        "form": form,
        "page": Paginator(rows[: PAGE_ROWS * MAX_PAGES], PAGE_ROWS).get_page(request.GET.get("p")),
        "may_change": policies.can_change(request.user),
    }
    return render(request, "organisations/list.html", context)


@login_required
def organisation_open(request: HttpRequest) -> HttpResponse:
    """Add a unit."""
    _guard(request, policies.can_change)
    form = forms.OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_organisation(
                actor=request.user, now=timezone.now(), **form.cleaned_data
            )
        except (ValidationError, rules.TreeRefused) as error:
            _explain(form, error)
        else:
            messages.success(request, _("单位已设立。"))
            return redirect("organisations:organisation", pk=made.pk)
    context = {"title": _("设立单位"), "form": form, "button": _("设立"), **_back()}
    return render(request, "organisations/form.html", context)


@login_required
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: what it is, where it stands; its names may be changed here."""
    _guard(request, policies.can_look)
    row = get_object_or_404(Organisation.objects.select_related("parent"), pk=pk)
    may_change = policies.can_change(request.user)
    form = forms.NamesForm(request.POST or None, initial=model_to_dict(row))
    if request.method == "POST":
        _guard(request, policies.can_change)
        if form.is_valid() and _done(request, form, actions.rename_organisation, row):
            return redirect("organisations:organisation", pk=pk)
    context = {
        "title": row.name,
        "row": row,
        "form": form,
        "move_form": forms.MoveForm(organisation=row),
        "reason_form": forms.ReasonForm(),
        "children": row.children.order_by("position", "pk"),
        "may_change": may_change,
        **_back(),
    }
    return render(request, "organisations/organisation.html", context)


@login_required
@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a unit elsewhere in the tree."""
    _guard(request, policies.can_change)
    row = get_object_or_404(Organisation, pk=pk)
    form = forms.MoveForm(request.POST, organisation=row)
    if form.is_valid():
        _done(request, form, actions.move_organisation, row)
    return _answer(request, form, row)


@login_required
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close a unit, with a reason."""
    return _switch(request, pk, actions.close_organisation)


@login_required
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed unit again, with a reason."""
    return _switch(request, pk, actions.reopen_organisation)


def _switch(request: HttpRequest, pk: int, action: Any) -> HttpResponse:
    _guard(request, policies.can_change)
    row = get_object_or_404(Organisation, pk=pk)
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        _done(request, form, action, row)
    return _answer(request, form, row)


def _done(request: HttpRequest, form: Any, action: Any, row: Organisation) -> bool:
    """Call the action with the form's fields; say what happened."""
    try:
        action(actor=request.user, organisation_id=row.pk, now=timezone.now(), **form.cleaned_data)
    except (ValidationError, rules.TreeRefused) as error:
        _explain(form, error)
        return False
    messages.success(request, _("已更改，并记入审计。"))
    return True


def _answer(request: HttpRequest, form: Any, row: Organisation) -> HttpResponse:
    for errors in form.errors.values():
        messages.error(request, " ".join(errors))
    return redirect("organisations:organisation", pk=row.pk)


def _explain(form: Any, error: ValidationError | rules.TreeRefused) -> None:
    """A ValidationError of the model names fields that the form has, or stands at its top."""
    if isinstance(error, rules.TreeRefused):
        form.add_error(None, str(error))
        return
    for name, found in error.error_dict.items():
        form.add_error(name if name in form.fields else None, found)


def _guard(request: HttpRequest, policy: Any) -> None:
    if not policy(request.user):
        raise Http404


def _back() -> dict[str, Any]:
    return {"back_url": reverse("organisations:organisations"), "back_label": _("单位")}
