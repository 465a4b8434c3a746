"""One's own second factor: setting it up, changing it, and the codes for when it is lost."""

import io

import segno
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from xinqiao.kernel.accounts import actions, forms, middleware, queries, rules, signing
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.views.access import explain, user_of
from xinqiao.kernel.accounts.views.recent import require_recent_sign_in


@login_required
@require_safe
def factor(request: HttpRequest) -> HttpResponse:
    """What stands, and while it is being set up: the picture, the secret, the field."""
    return _page(request, user_of(request), forms.CodeForm())


@login_required
@require_POST
@require_recent_sign_in
def start(request: HttpRequest) -> HttpResponse:
    """Make a secret, then show it."""
    actions.start_enrolment(actor=user_of(request))
    return redirect("accounts:factor")


@login_required
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The secret as a QR code, only for the person himself and only while it is being set up."""
    user = user_of(request)
    secret = queries.pending_secret_of(user)
    if not secret:
        raise Http404
    file = io.BytesIO()
    code = segno.make(queries.enrolment_address(user, secret), error="m", micro=False)
    code.save(file, kind="svg", scale=5, light="#fff")
    return HttpResponse(file.getvalue(), content_type="image/svg+xml")


@sensitive_post_parameters()
@login_required
@require_POST
def confirm(request: HttpRequest) -> HttpResponse:
    """The first code: from now on each sign-in asks for one. The recovery codes are shown once."""
    user = user_of(request)
    form = forms.CodeForm(request.POST)
    if not form.is_valid():
        return _page(request, user, form)
    try:
        codes = actions.confirm_enrolment(actor=user, now=timezone.now(), **form.cleaned_data)
    except rules.FactorRefused as error:
        explain(form, error)
        return _page(request, user, form)
    signing.outlast(request, user)
    signing.note_factor(request)
    return _codes_page(request, codes)


@login_required
@require_POST
@require_recent_sign_in
def codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes in place of the old ones."""
    user = user_of(request)
    if not queries.has_factor(user):
        return redirect("accounts:factor")
    return _codes_page(request, actions.new_recovery_codes(actor=user, now=timezone.now()))


def _page(request: HttpRequest, user: User, form: forms.CodeForm) -> HttpResponse:
    standing = queries.factor_of(user)
    secret = queries.pending_secret_of(user)
    context = {
        "title": _("第二因素"),
        "confirmed_at": standing.confirmed_at if standing else None,
        "codes_left": queries.recovery_codes_left(user),
        "secret_groups": [secret[at : at + 4] for at in range(0, len(secret), 4)],
        "form": form,
        "is_first": middleware.must_enrol(request),
        "back_url": reverse("accounts:own"),
        "back_label": _("我的账号"),
    }
    return render(request, "accounts/factor.html", context)


def _codes_page(request: HttpRequest, codes: list[str]) -> HttpResponse:
    """On this answer only; what is stored are hashes."""
    context = {
        "title": _("恢复码"),
        "codes": codes,
        "printed_at": timezone.now(),
        "back_url": reverse("accounts:factor"),
        "back_label": _("第二因素"),
    }
    return render(request, "accounts/recovery_codes.html", context)
