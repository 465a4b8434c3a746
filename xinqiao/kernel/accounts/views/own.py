"""One's own account."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from xinqiao.kernel.accounts import actions, forms, passwords, queries, signing
from xinqiao.kernel.accounts.models import StaffSession
from xinqiao.kernel.accounts.views.access import say_errors, user_of


@login_required
def own(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, until when."""
    user = user_of(request)
    context = {
        "title": _("我的账号"),
        "person": user,
        "has_factor": queries.has_factor(user),
        "phone": queries.masked_phone_of(user),
        "sessions": queries.sessions_of(user, timezone.now()),
        "this": request.session.session_key,
        "duties": queries.duties_of([user], timezone.localdate())[user.pk],
    }
    return render(request, "accounts/own.html", context)


@sensitive_post_parameters()
@login_required
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; the other sessions end, this one goes on."""
    user = user_of(request)
    form = forms.NewPasswordForm(request.POST or None, user=user)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_password(
                actor=user, password=form.cleaned_data["password"], now=timezone.now()
            )
        except ValidationError as error:
            form.add_error("password", error)
        else:
            signing.outlast(request, user)
            messages.success(request, _("口令已修改，您在别处的登录已结束。"))
            return redirect("wagtailadmin_home")
    context = {
        "title": _("修改口令"),
        "is_old": passwords.is_old(user, timezone.now()),
        "max_age_days": passwords.policy().max_age_days,
        "form": form,
        "back_url": reverse("accounts:own"),
        "back_label": _("我的账号"),
    }
    return render(request, "accounts/password.html", context)


@login_required
@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out elsewhere; another person's session needs a reason."""
    user = user_of(request)
    row = get_object_or_404(StaffSession.objects.visible_to(user), pk=pk)
    is_own = row.user_id == user.pk
    back = redirect("accounts:own") if is_own else redirect("accounts:account", pk=row.user_id)
    form = forms.ReasonForm({"reason": _("本人结束")} if is_own else request.POST)
    if not form.is_valid():
        say_errors(request, form)
        return back
    actions.end_session(actor=user, session_id=pk, now=timezone.now(), **form.cleaned_data)
    messages.success(request, _("这个登录已结束。"))
    return back


@login_required
@require_POST
def alive(request: HttpRequest) -> HttpResponse:
    """The page says that its reader is typing: that, and not autosave, keeps the session."""
    return HttpResponse(status=204)
