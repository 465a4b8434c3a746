"""The page of gaps: where nobody answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xinqiao.domains.planning.queries.gaps import SHOWN, gaps_for


@require_GET
def gaps(request: HttpRequest) -> HttpResponse:
    """Show what has nobody on the sites that this person manages."""
    context = {
        "title": _("责任缺口"),
        "gaps": gaps_for(request.user, timezone.localdate()),
        "shown": SHOWN,
    }
    return render(request, "planning/gaps.html", context)


ROUTES = [path("gaps/", gaps, name="gaps")]
