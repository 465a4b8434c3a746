"""Before a sensitive act the person proves once more that it is he (ASVS 7.5.3).

``require_recent_sign_in`` asks on the address of the act itself and carries along what was
filled in, so that the act goes on from where it stopped. Packages above ``accounts`` name such
routes in ``ui.doors`` instead.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from xinqiao.kernel.accounts import actions, forms, queries, rules, signing
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.views.access import explain, user_of

PROOF, ONLY = "sign_in_proof", "sign_in_only"
OWN_FIELDS = frozenset({PROOF, ONLY, "csrfmiddlewaretoken"})

View = Callable[..., HttpResponse]


def require_recent_sign_in(view: View) -> View:
    """Ask for code or password when the last one is more than ten minutes old.

    Stands below ``login_required``. A GET is asked before the page; a POST is asked, with its
    fields kept, before the act. Chosen files cannot be kept: guard the form's GET too.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **arguments: Any) -> HttpResponse:
        if signing.is_recent(request):
            return view(request, *args, **arguments)
        return _ask(request) or view(request, *args, **arguments)

    return sensitive_post_parameters(PROOF)(guarded)


@sensitive_post_parameters(PROOF)
def ask_again(request: HttpRequest) -> HttpResponse | None:
    """The question before a sensitive act of somebody who is signed in; None lets him through."""
    return None if signing.is_recent(request) else _ask(request)


def _ask(request: HttpRequest) -> HttpResponse | None:
    """The question, or nothing once it is answered."""
    user = user_of(request)
    with_code = queries.has_factor(user)
    form = forms.ProofForm(request.POST if PROOF in request.POST else None, with_code=with_code)
    if form.is_valid() and _is_proved(request, user, form, with_code=with_code):
        signing.note_proof(request)
        signing.renew(request)
        return redirect(request.get_full_path()) if ONLY in request.POST else None
    context = {
        "title": _("确认是您本人"),
        "form": form,
        "with_code": with_code,
        "kept": _kept(request),
        "is_act": request.method == "POST" and ONLY not in request.POST,
        "has_files": bool(request.FILES),
    }
    return render(request, "accounts/confirm.html", context)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """What was filled in, field by field, without what belongs to the question."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in OWN_FIELDS
        for value in values
    ]


def _is_proved(request: HttpRequest, user: User, form: forms.ProofForm, *, with_code: bool) -> bool:
    proof = form.cleaned_data[PROOF]
    if not with_code:
        if authenticate(request, username=user.username, password=proof) == user:
            return True
        form.add_error(PROOF, _("口令不正确。连续输错会暂时锁定。"))
        return False
    try:
        if actions.prove(user_id=user.pk, code=proof, now=timezone.now()):
            return True
        form.add_error(PROOF, _("验证码不正确或已用过。请等待下一个验证码，或改用恢复码。"))
    except rules.FactorRefused as error:
        explain(form, error)
    return False
