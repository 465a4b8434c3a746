"""The user guide."""

from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xinqiao.domains.training import rules


@require_GET
def contents(request: HttpRequest) -> HttpResponse:
    """Show the pages that this person's duties need, and the others below."""
    duties = cast(Any, request.user).duty_codes
    needed = [page for page in rules.PAGES if page.is_for(duties)]
    context = {
        "title": _("使用手册"),
        "needed": needed,
        "others": [page for page in rules.PAGES if page not in needed],
    }
    return render(request, "training/contents.html", context)


@require_GET
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one page of the guide."""
    found = rules.page_of(slug)
    if found is None:
        raise Http404
    context = {
        "title": found.title,
        "page": found,
        "back_url": reverse("training:contents"),
        "back_label": _("使用手册"),
    }
    return render(request, f"training/guide/{found.slug}.html", context)


def address_of(route: str) -> str:
    """Where the screen of this route is explained; empty where it is not."""
    found = rules.page_for(route)
    return reverse("training:page", args=[found.slug]) if found else ""
