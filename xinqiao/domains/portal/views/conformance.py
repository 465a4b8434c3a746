"""The check of sites against the common standard."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xinqiao.domains.portal.queries import conformance as queries
from xinqiao.domains.portal.views.sites import site_or_404

SHOWN = 500


@require_GET
def all_sites(request: HttpRequest) -> HttpResponse:
    """Show which sites lack mandatory values, and who must fill them in."""
    rows = queries.incomplete_sites(request.user, today=timezone.localdate())
    context = {
        "title": _("站点规范检查"),
        "rows": rows[:SHOWN],
        "back_url": reverse("portal:sites"),
        "back_label": _("站点与栏目"),
    }
    return render(request, "portal/workbench/conformance.html", context)


@require_GET
def one_site(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at one site as readers get it."""
    site = site_or_404(request.user, pk)
    findings = queries.findings_of(site) if site.is_open else []
    people = queries.managers_of([site], today=timezone.localdate())
    context = {
        "title": _("规范检查"),
        "site": site,
        "wrong": [finding for finding in findings if not finding.is_right],
        "right": [finding for finding in findings if finding.is_right],
        "people": people[site.organisation_id],
        "back_url": reverse("portal:site", args=[pk]),
        "back_label": site.name,
    }
    return render(request, "portal/workbench/conformance_site.html", context)
