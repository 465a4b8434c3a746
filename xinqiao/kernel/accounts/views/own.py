"""One's own account."""

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from xinqiao.kernel.accounts import actions, forms, queries
from xinqiao.kernel.accounts.views.access import user_of


@login_required
def own(request: HttpRequest) -> HttpResponse:
    """Who I am here, what I may do, until when."""
    user = user_of(request)
    context = {
        "title": _("我的账号"),
        "person": user,
        "has_factor": queries.has_factor(user),
        "phone": queries.masked_phone_of(user),
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
            update_session_auth_hash(request, user)
            messages.success(request, _("口令已修改，您在别处的登录已结束。"))
            return redirect("wagtailadmin_home")
    context = {
        "title": _("修改口令"),
        "form": form,
        "back_url": reverse("accounts:own"),
        "back_label": _("我的账号"),
    }
    return render(request, "accounts/password.html", context)


@login_required
@require_POST
def alive(request: HttpRequest) -> HttpResponse:
    """The page says that its reader is typing: that, and not autosave, keeps the session."""
    return HttpResponse(status=204)
