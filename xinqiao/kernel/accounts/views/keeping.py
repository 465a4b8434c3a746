"""Screens of the system administrator: accounts are listed, opened, corrected, disabled."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinqiao.kernel.accounts import actions, forms, policies, queries
from xinqiao.kernel.accounts.models import StaffSession, User
from xinqiao.kernel.accounts.views.access import (
    REFUSALS,
    explain,
    guard,
    say_done,
    say_errors,
    say_refusal,
)
from xinqiao.kernel.accounts.views.colleagues import show_phone
from xinqiao.kernel.accounts.views.recent import require_recent_sign_in

PAGE_ROWS = 50
MAX_PAGES = 200


@login_required
def account_list(request: HttpRequest) -> HttpResponse:
    """All accounts, for the two administrators who keep them."""
    user = guard(request, policies.can_look)
    form = forms.FilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    now = timezone.now()
    rows = queries.listing(
        today=timezone.localdate(now),
        now=now,
        word=chosen.get("q", ""),
        duty=chosen.get("duty", ""),
        state=chosen.get("state", ""),
    )
    if form.errors:
        rows = rows.none()
    page = Paginator(rows[: PAGE_ROWS * MAX_PAGES], PAGE_ROWS).get_page(request.GET.get("p"))
    held = queries.duties_of(page.object_list, timezone.localdate(now))
    context = {
        "title": _("账号"),
        "form": form,
        "page": page,
        "rows": [(person, held[person.pk]) for person in page.object_list],
        "locked": queries.locked_usernames(now),
        "may_open": policies.can_open_accounts(user),
    }
    return render(request, "accounts/list.html", context)


@login_required
def account_open(request: HttpRequest) -> HttpResponse:
    """Open an account; nobody can enter by it yet."""
    user = guard(request, policies.can_open_accounts)
    form = forms.OpenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_account(actor=user, now=timezone.now(), **form.cleaned_data)
        except REFUSALS as error:
            explain(form, error)
        else:
            messages.success(request, _("账号已开。安全管理员授予职责、发放口令后才能登录。"))
            return redirect("accounts:account", pk=made.pk)
    context = {"title": _("开账号"), "form": form, "button": _("开账号"), **back()}
    return render(request, "accounts/form.html", context)


@login_required
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who it is, its duties, and what this administrator may change."""
    user = guard(request, policies.can_look)
    person = _person(pk)
    context = {
        "title": person.name,
        "person": person,
        "phone": queries.masked_phone_of(person) if policies.can_open_accounts(user) else "",
        "sessions": queries.sessions_of(person, timezone.now())
        if policies.can_secure(user)
        else (),
        "duties": queries.history_of(person),
        "today": timezone.localdate(),
        "is_locked": person.username in queries.locked_usernames(timezone.now()),
        "may_open": policies.can_open_accounts(user),
        "may_disable": policies.can_disable(user, person) and not person.is_administrator,
        "may_grant": policies.can_grant_duties(user, person),
        "may_secure": policies.can_secure(user),
        "may_reset": queries.has_factor(person)
        and policies.can_propose_reset(user, actions.payload_of(person)),
        "may_set_password": policies.can_propose_passwords(user, {"users": [pk]})
        and not person.is_administrator,
        "grant_form": forms.GrantForm(initial={"organisation": person.organisation_id}),
        "reason_form": forms.ReasonForm(auto_id=False),
        **back(),
    }
    return render(request, "accounts/account.html", context)


@login_required
def account_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the particulars of an account."""
    user = guard(request, policies.can_open_accounts)
    person = _person(pk)
    form = forms.AccountForm(request.POST or None, initial=_particulars(person))
    if person.phone is not None:
        form.fields["phone"].help_text = _("11位，加密保存；不填则保留现有号码。")
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_account(actor=user, user_id=pk, now=timezone.now(), **form.cleaned_data)
        except REFUSALS as error:
            explain(form, error)
        else:
            say_done(request)
            return redirect("accounts:account", pk=pk)
    context = {
        "title": _("修改账号资料"),
        "form": form,
        "button": _("保存"),
        "back_url": reverse("accounts:account", args=[pk]),
        "back_label": person.name,
    }
    return render(request, "accounts/form.html", context)


@login_required
@require_POST
def account_disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Disable, with a reason."""
    person = _person(pk)
    user = guard(request, policies.can_disable, person)
    return with_reason(request, person, actions.disable_account, user)


@login_required
@require_POST
def account_enable(request: HttpRequest, pk: int) -> HttpResponse:
    """Enable again, with a reason."""
    person = _person(pk)
    user = guard(request, policies.can_disable, person)
    return with_reason(request, person, actions.enable_account, user)


@login_required
@require_POST
@require_recent_sign_in
def phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a phone in clear, once, for a reason."""
    guard(request, policies.can_open_accounts)
    person = _person(pk)
    return show_phone(request, person, reverse("accounts:account", args=[pk]), person.name)


def with_reason(request: HttpRequest, person: User, action: Any, user: User) -> HttpResponse:
    """Call an action that asks for a reason, say what happened, go back to the account."""
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        try:
            action(actor=user, user_id=person.pk, now=timezone.now(), **form.cleaned_data)
        except REFUSALS as error:
            say_refusal(request, error)
        else:
            say_done(request)
    else:
        say_errors(request, form)
    return redirect("accounts:account", pk=person.pk)


def back() -> dict[str, Any]:
    return {"back_url": reverse("accounts:accounts"), "back_label": _("账号")}


def _person(pk: int) -> User:
    return get_object_or_404(User.objects.select_related("organisation"), pk=pk)


def _sessions(user: User, person: User) -> Iterable[StaffSession]:
    """Where a person is signed in, for the security administrator."""
    return queries.sessions_of(person, timezone.now()) if policies.can_secure(user) else ()


def _particulars(person: User) -> dict[str, Any]:
    return {
        "name": person.name,
        "organisation": person.organisation_id,
        "email": person.email,
        "valid_until": person.valid_until,
    }
