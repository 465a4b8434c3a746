"""The lines of the inspection, for the administrator who sets them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinqiao.domains.assessment import actions, policies, queries, rules
from xinqiao.domains.assessment.forms import StandardForm


@require_http_methods(["GET", "POST"])
def standards(request: HttpRequest) -> HttpResponse:
    """Show all lines; a post sets one pair."""
    if not policies.can_set_standards(request.user):
        raise Http404
    refused = StandardForm(request.POST) if request.method == "POST" else None
    if refused is not None and refused.is_valid() and _set(request, refused):
        return redirect("assessment:standards")
    rows = [(standard, _form_of(standard, refused)) for standard in queries.standards().values()]
    context = {
        "title": _("检查标准"),
        "rows": rows,
        "refused": refused,
        "back_url": reverse("wagtailadmin_home"),
    }
    return render(request, "assessment/standards.html", context)


def _form_of(standard: rules.Standard, refused: StandardForm | None) -> StandardForm:
    if refused is not None and refused.data.get("code") == standard.code:
        return refused
    facts = {name: getattr(standard, name) for name in ("code", "limit", "warning")}
    return StandardForm(initial=facts, auto_id=f"{standard.code}-%s")


def _set(request: HttpRequest, form: StandardForm) -> bool:
    said: dict[str, Any] = form.cleaned_data
    try:
        changed = actions.set_standard(actor=request.user, now=timezone.now(), **said)  # type: ignore[arg-type] # a member of staff
    except rules.BadStandard as refusal:
        form.add_error(None, str(refusal))
        return False
    text = _("已保存，下次自查起生效。") if changed else _("没有变化。")
    messages.success(request, text)
    return True
