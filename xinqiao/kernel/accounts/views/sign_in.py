"""The one way in, the way out, and the word when it is locked."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from xinqiao.kernel.accounts import actions, forms, queries, rules, signing
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.views import pending
from xinqiao.kernel.accounts.views.access import explain

BACKEND = "xinqiao.kernel.accounts.backends.DutyBackend"
FEW_CODES = 3


class SignIn(LoginView):
    """Name and password; who has a second factor is asked for it next."""

    template_name = "accounts/login.html"
    authentication_form = forms.SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        return super().get_context_data(demo_accounts=queries.demo_accounts(), **extra)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        user = form.get_user()
        if not queries.has_factor(user):
            return super().form_valid(form)
        pending.hold(self.request, user, self.get_success_url())
        return redirect("accounts:second_step")


class SignOut(LogoutView):
    """Back to the sign-in page."""

    next_page = "accounts:login"


@sensitive_post_parameters()
def second_step(request: HttpRequest) -> HttpResponse:
    """The code of the authenticator, or a recovery code."""
    held = pending.held(request)
    if held is None:
        pending.drop(request)
        messages.info(request, _("请重新输入登录名和口令。"))
        return redirect("accounts:login")
    form = forms.CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        way = _prove(held.user, form)
        if way:
            return _enter(request, held, way)
    return render(request, "accounts/second_step.html", {"form": form})


def _prove(user: User, form: forms.CodeForm) -> str:
    """How the code proved the person; empty when it did not, and then the form says so."""
    try:
        way = actions.prove(user_id=user.pk, now=timezone.now(), **form.cleaned_data)
    except rules.FactorRefused as error:
        explain(form, error)
        return ""
    if not way:
        form.add_error("code", _("验证码不正确或已用过。请等待下一个验证码，或改用恢复码。"))
    return way


def _enter(request: HttpRequest, held: pending.Pending, way: str) -> HttpResponse:
    """Sign in under a new session id, and count the recovery codes that are left."""
    pending.drop(request)
    login(request, held.user, backend=BACKEND)
    signing.note_factor(request)
    left = queries.recovery_codes_left(held.user)
    if way == actions.BY_RECOVERY or left <= FEW_CODES:
        messages.warning(
            request,
            _("恢复码还剩%(left)s个，请到“我的账号”更换恢复码或验证器。") % {"left": left},
        )
    return redirect(held.next_url)


def locked_out(request: HttpRequest, *_args: Any, **_options: Any) -> HttpResponse:
    """Say for how long, and whom to call; the same for a name that does not exist."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)
