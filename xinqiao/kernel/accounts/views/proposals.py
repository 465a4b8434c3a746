"""Acts for two: what waits for me, what I proposed, and the page on which the other decides."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from xinqiao.kernel.accounts import actions, dual, forms, policies, queries
from xinqiao.kernel.accounts.models import Proposal, User
from xinqiao.kernel.accounts.views.access import (
    REFUSALS,
    guard,
    say_errors,
    say_refusal,
    user_of,
)
from xinqiao.kernel.accounts.views.recent import require_recent_sign_in


@login_required
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for this person's word, and what he had to do with."""
    user = user_of(request)
    now = timezone.now()
    context = {
        "title": _("双人事项"),
        "waiting": queries.proposals_waiting_for(user, now),
        "own": queries.proposals_of(user),
        "now": now,
    }
    return render(request, "accounts/proposals.html", context)


@login_required
@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """One act: what exactly is proposed, by whom, why, until when."""
    user, row = _seen(request, pk)
    act, now = dual.find(row.kind), timezone.now()
    is_open = row.state == row.State.OPEN and now < row.expires_at
    context = {
        "title": act.label,
        "row": row,
        "facts": act.describe(row.payload),
        "is_open": is_open,
        "is_late": row.state == row.State.OPEN and not is_open,
        "may_decide": is_open and policies.can_decide_proposal(user, row),
        "may_withdraw": is_open and row.proposed_by_id == user.pk,
        "reason_form": forms.ReasonForm(auto_id=False),
        "back_url": reverse("accounts:proposals"),
        "back_label": _("双人事项"),
    }
    return render(request, "accounts/proposal.html", context)


@login_required
@require_POST
@require_recent_sign_in
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person's word: the act is done."""
    user, row = _decided(request, pk)
    try:
        row = actions.confirm_act(
            actor=user,
            proposal_id=row.pk,
            payload_hash=request.POST.get("payload_hash", ""),
            now=timezone.now(),
        )
    except REFUSALS as error:
        say_refusal(request, error)
    else:
        messages.success(request, _("已确认并执行，记入审计。"))
        if secrets := dual.find(row.kind).tell_confirmer(row.payload):
            return _shown_once(request, row, secrets)
    return redirect("accounts:proposal", pk=pk)


@login_required
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """The second person says no, and why."""
    user, row = _decided(request, pk)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
        return redirect("accounts:proposal", pk=pk)
    try:
        actions.refuse_act(actor=user, proposal_id=row.pk, now=timezone.now(), **form.cleaned_data)
    except REFUSALS as error:
        say_refusal(request, error)
    return redirect("accounts:proposal", pk=pk)


@login_required
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The proposer takes it back."""
    user, row = _seen(request, pk)
    if row.proposed_by_id != user.pk:
        raise Http404
    try:
        actions.withdraw_act(actor=user, proposal_id=row.pk, now=timezone.now())
    except REFUSALS as error:
        say_refusal(request, error)
    return redirect("accounts:proposal", pk=pk)


@login_required
@require_POST
@require_recent_sign_in
def propose_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose to reset a person's second factor."""
    person = get_object_or_404(User, pk=pk)
    payload = dict(actions.payload_of(person))
    user = guard(request, policies.can_propose_reset, payload)
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
        return redirect("accounts:account", pk=pk)
    try:
        row = actions.propose_act(
            actor=user,
            kind=actions.RESET_FACTOR,
            payload=payload,
            now=timezone.now(),
            **form.cleaned_data,
        )
    except REFUSALS as error:
        say_refusal(request, error)
        return redirect("accounts:account", pk=pk)
    messages.success(request, _("已提出，请另一名管理员在30分钟内确认。"))
    return redirect("accounts:proposal", pk=row.pk)


def propose_passwords(
    request: HttpRequest, people: Iterable[User], reason: str, back: HttpResponse
) -> HttpResponse:
    """Propose one-time passwords and show the proposer's halves; ``back`` when it is refused."""
    try:
        row = actions.propose_act(
            actor=user_of(request),
            kind=actions.ISSUE_PASSWORDS,
            payload=actions.passwords_for(people),
            reason=reason,
            now=timezone.now(),
        )
    except REFUSALS as error:
        say_refusal(request, error)
        return back
    return _shown_once(request, row, dual.find(row.kind).tell_proposer(row.payload))


def _shown_once(
    request: HttpRequest, row: Proposal, secrets: list[tuple[str, str]]
) -> HttpResponse:
    """Secrets: on this answer only."""
    context = {
        "title": dual.find(row.kind).label,
        "row": row,
        "secrets": secrets,
        "is_first": row.state == row.State.OPEN,
        "back_url": reverse("accounts:proposal", args=[row.pk]),
        "back_label": _("双人事项"),
    }
    answer = render(request, "accounts/issued.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _seen(request: HttpRequest, pk: int) -> tuple[User, Proposal]:
    """The proposal, for those it concerns. Raises Http404."""
    user = user_of(request)
    rows = Proposal.objects.select_related("proposed_by", "decided_by")
    row = get_object_or_404(rows, pk=pk, kind__in=dual.codes())
    if not policies.can_see_proposal(user, row):
        raise Http404
    return user, row


def _decided(request: HttpRequest, pk: int) -> tuple[User, Proposal]:
    """The proposal, for those who may decide it. Raises Http404."""
    user, row = _seen(request, pk)
    if not policies.can_decide_proposal(user, row):
        raise Http404
    return user, row
