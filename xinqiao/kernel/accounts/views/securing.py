"""Screens of the security administrator: duties, locks, one-time passwords, sessions."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinqiao.kernel.accounts import actions, forms, policies
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.accounts.views.access import REFUSALS, guard, say_errors, say_refusal
from xinqiao.kernel.accounts.views.keeping import with_reason
from xinqiao.kernel.accounts.views.proposals import propose_passwords
from xinqiao.kernel.accounts.views.recent import require_recent_sign_in


@login_required
@require_POST
@require_recent_sign_in
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a duty to somebody else."""
    person = get_object_or_404(User, pk=pk)
    user = guard(request, policies.can_grant_duties, person)
    form = forms.GrantForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
        return redirect("accounts:account", pk=pk)
    try:
        actions.grant_duty(actor=user, user_id=pk, now=timezone.now(), **form.cleaned_data)
    except REFUSALS as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("已授予，下一次操作起生效。"))
    return redirect("accounts:account", pk=pk)


@login_required
@require_POST
@require_recent_sign_in
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a duty back, with a reason."""
    guard(request, policies.can_secure)
    rows = DutyAssignment.objects.select_related("user").filter(revoked_at__isnull=True)
    row = get_object_or_404(rows, pk=pk)
    user = guard(request, policies.can_grant_duties, row.user)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
        return redirect("accounts:account", pk=row.user_id)
    try:
        actions.revoke_duty(actor=user, assignment_id=pk, now=timezone.now(), **form.cleaned_data)
    except REFUSALS as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("已收回，下一次操作起生效。"))
    return redirect("accounts:account", pk=row.user_id)


@login_required
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a lock of failed sign-ins."""
    user = guard(request, policies.can_secure)
    person = get_object_or_404(User, pk=pk)
    actions.unlock(actor=user, user_id=person.pk, now=timezone.now())
    messages.success(request, _("已解锁。"))
    return redirect("accounts:account", pk=pk)


@login_required
@require_POST
def end_sessions(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a person out everywhere, with a reason."""
    user = guard(request, policies.can_secure)
    person = get_object_or_404(User, pk=pk)
    return with_reason(request, person, actions.end_sessions, user)


@login_required
@require_POST
@require_recent_sign_in
def set_password(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a one-time password for one person, with a reason."""
    person = get_object_or_404(User, pk=pk)
    guard(request, policies.can_propose_passwords, {"users": [pk]})
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
        return redirect("accounts:account", pk=pk)
    back = redirect("accounts:account", pk=pk)
    return propose_passwords(request, [person], form.cleaned_data["reason"], back)
