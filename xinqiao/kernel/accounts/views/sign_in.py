"""The one way in, the way out, and the word when it is locked."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinqiao.kernel.accounts import forms, queries


class SignIn(LoginView):
    """Name and password."""

    template_name = "accounts/login.html"
    authentication_form = forms.SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        return super().get_context_data(demo_accounts=queries.demo_accounts(), **extra)


class SignOut(LogoutView):
    """Back to the sign-in page."""

    next_page = "accounts:login"


def locked_out(request: HttpRequest, *_args: Any, **_options: Any) -> HttpResponse:
    """Say for how long, and whom to call; the same for a name that does not exist."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)
