"""The people of one's own unit, with phones that are shown for a reason only."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from xinqiao.kernel.accounts import actions, forms, policies, queries, rules
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.accounts.views.access import guard, say_errors, say_refusal, user_of
from xinqiao.kernel.accounts.views.recent import require_recent_sign_in

PAGE_ROWS = 50


@login_required
@require_GET
def colleagues(request: HttpRequest) -> HttpResponse:
    """Who works in the units I hold a duty in, and how to reach them."""
    user = guard(request, policies.can_see_colleagues)
    page = Paginator(queries.colleagues_of(user), PAGE_ROWS).get_page(request.GET.get("p"))
    phones = queries.masked_phones_of(page.object_list)
    held = queries.duties_of(page.object_list, timezone.localdate())
    context = {
        "title": _("本单位人员"),
        "page": page,
        "rows": [
            {
                "person": person,
                "duties": held[person.pk],
                "phone": phones.get(person.pk, ""),
                "may_reveal": person.pk in phones and policies.can_reveal_phone(user, person),
            }
            for person in page.object_list
        ],
        "reason_form": forms.ReasonForm(auto_id=False),
    }
    return render(request, "accounts/colleagues.html", context)


@login_required
@require_POST
@require_recent_sign_in
def colleague_phone(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a colleague's phone in clear, once, for a reason."""
    user = user_of(request)
    person = get_object_or_404(queries.colleagues_of(user), pk=pk)
    guard(request, policies.can_reveal_phone, person)
    return show_phone(request, person, reverse("accounts:colleagues"), _("本单位人员"))


def show_phone(request: HttpRequest, person: User, back_url: str, back_label: str) -> HttpResponse:
    """The phone on this answer only, or why it is not shown."""
    form = forms.ReasonForm(request.POST)
    if not form.is_valid():
        say_errors(request, form)
        return redirect(back_url)
    try:
        number = actions.reveal_phone(
            actor=user_of(request), user_id=person.pk, now=timezone.now(), **form.cleaned_data
        )
    except rules.UnmaskRefused as error:
        say_refusal(request, error)
        return redirect(back_url)
    context = {
        "title": _("手机号"),
        "person": person,
        "number": number,
        "back_url": back_url,
        "back_label": back_label,
    }
    answer = render(request, "accounts/phone.html", context)
    answer["Cache-Control"] = "no-store"
    return answer
