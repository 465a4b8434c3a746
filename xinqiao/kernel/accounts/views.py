"""Sign-in, one's own account, and the pages of the system and security administrators."""

import json
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinqiao.kernel.accounts import actions, forms, policies, rules
from xinqiao.kernel.accounts.models import DutyAssignment, User
from xinqiao.kernel.organisations import actions as organisations
from xinqiao.kernel.organisations.models import Organisation

PAGE_ROWS = 50


class SignIn(LoginView):
    """The one way into the workbench."""

    template_name = "accounts/login.html"
    authentication_form = forms.SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(demo_accounts=_demo_accounts(), **kwargs)


class SignOut(LogoutView):
    """Back to the sign-in page."""

    next_page = "accounts:login"


def locked_out(request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
    """Say for how long, and whom to call."""
    minutes = round(settings.AXES_COOLOFF_TIME * 60)
    return render(request, "accounts/locked.html", {"minutes": minutes}, status=429)


@login_required
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    user = _user(request)
    form = forms.NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_password(
                actor=user, password=form.cleaned_data["password"], now=timezone.now()
            )
        except ValidationError as error:
            form.add_error("password", error)
        else:
            update_session_auth_hash(request, user)
            messages.success(request, _("口令已修改。"))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/password.html", {"form": form})


@login_required
def account_list(request: HttpRequest) -> HttpResponse:
    """All accounts, for the two administrators who keep them."""
    user = _administrator(request)
    word = request.GET.get("q", "").strip()[:40]
    rows = User.objects.select_related("organisation").order_by("username")
    if word:
        rows = rows.filter(
            Q(username__icontains=word)
            | Q(name__icontains=word)
            | Q(organisation__short_name__icontains=word)
        )
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("p"))
    context = {"page": page, "word": word, "may_open": policies.can_open_accounts(user)}
    return render(request, "accounts/list.html", context)


@login_required
def account_open(request: HttpRequest) -> HttpResponse:
    """Open an account; another administrator grants what it may do."""
    user = _holding(request, policies.can_open_accounts)
    form = forms.AccountForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_account(actor=user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("账号已开。请安全管理员授予职责后才能使用。"))
            return redirect("accounts:account", pk=made.pk)
    return render(request, "accounts/form.html", {"form": form, "title": _("开账号")})


@login_required
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: who it is, its duties, and what this administrator may change."""
    user = _administrator(request)
    person = get_object_or_404(User.objects.select_related("organisation"), pk=pk)
    rows = DutyAssignment.objects.filter(user=person).select_related("organisation")
    context = {
        "person": person,
        "duties": rows.order_by("revoked_at", "pk"),
        "may_disable": policies.can_open_accounts(user) and person.pk != user.pk,
        "may_grant": policies.can_grant_duties(user, person),
        "grant_form": forms.GrantForm(),
    }
    return render(request, "accounts/account.html", context)


@login_required
@require_POST
def account_active(request: HttpRequest, pk: int) -> HttpResponse:
    """Disable or enable, with a reason."""
    user = _holding(request, policies.can_open_accounts)
    person = get_object_or_404(User.objects.exclude(pk=user.pk), pk=pk)
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        actions.set_active(
            actor=user,
            user_id=person.pk,
            active=not person.is_active,
            now=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, _("已更改，并记入审计。"))
    else:
        messages.error(request, _("请写明理由。"))
    return redirect("accounts:account", pk=pk)


@login_required
@require_POST
def grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant a duty to somebody else."""
    user = _holding(request, policies.can_unlock)
    person = get_object_or_404(User.objects.exclude(pk=user.pk), pk=pk)
    form = forms.GrantForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("请选择职责和单位。"))
        return redirect("accounts:account", pk=pk)
    try:
        actions.grant_duty(actor=user, user_id=person.pk, now=timezone.now(), **form.cleaned_data)
    except (rules.DutyRefused, actions.AlreadyGranted) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("已授予，下一次操作起生效。"))
    return redirect("accounts:account", pk=pk)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a duty back, with a reason."""
    user = _holding(request, policies.can_unlock)
    row = get_object_or_404(
        DutyAssignment.objects.exclude(user=user), pk=pk, revoked_at__isnull=True
    )
    form = forms.ReasonForm(request.POST)
    if form.is_valid():
        actions.revoke_duty(
            actor=user, assignment_id=row.pk, now=timezone.now(), **form.cleaned_data
        )
        messages.success(request, _("已收回，立即生效。"))
    else:
        messages.error(request, _("请写明理由。"))
    return redirect("accounts:account", pk=row.user_id)


@login_required
@require_POST
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift a lock of failed sign-ins."""
    user = _holding(request, policies.can_unlock)
    person = get_object_or_404(User, pk=pk)
    actions.unlock(actor=user, user_id=person.pk, now=timezone.now())
    messages.success(request, _("已解锁。"))
    return redirect("accounts:account", pk=pk)


@login_required
def organisation_list(request: HttpRequest) -> HttpResponse:
    """The tree of units."""
    user = _administrator(request)
    rows = Organisation.objects.select_related("parent").order_by("path")
    page = Paginator(rows, PAGE_ROWS).get_page(request.GET.get("p"))
    context = {"page": page, "may_open": policies.can_open_accounts(user)}
    return render(request, "accounts/organisations.html", context)


@login_required
def organisation_open(request: HttpRequest) -> HttpResponse:
    """Add a unit by a form."""
    user = _holding(request, policies.can_open_accounts)
    form = forms.OrganisationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            organisations.open_organisation(actor=user, now=timezone.now(), **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("单位已增加。"))
            return redirect("accounts:organisations")
    return render(request, "accounts/form.html", {"form": form, "title": _("增加单位")})


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _holding(request: HttpRequest, policy: Any) -> User:
    user = _user(request)
    if not policy(user):
        raise Http404
    return user


def _administrator(request: HttpRequest) -> User:
    return _holding(
        request, lambda user: policies.can_open_accounts(user) or policies.can_unlock(user)
    )


def _demo_accounts() -> list[dict[str, str]]:
    """The demo's accounts with their passwords; nothing outside demo mode."""
    path = settings.XINQIAO_DATA / "demo-accounts.json"
    if not settings.XINQIAO_DEMO or not path.exists():
        return []
    rows: list[dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return rows
