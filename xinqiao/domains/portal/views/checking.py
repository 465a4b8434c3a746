"""Checks while one types: the same findings as on the matter's screen, nothing is saved."""

import json
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from xinqiao.domains.portal import actions
from xinqiao.domains.portal.queries import checking as queries
from xinqiao.domains.portal.rules import checking
from xinqiao.kernel.files import access
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.ui.richtext import clean_html

LONGEST_CHARACTERS = 3_000_000
MOST_FILES = 30


@require_POST
def check_text(request: HttpRequest) -> HttpResponse:
    """Check what the form holds: JSON for the script, a page for the button without it."""
    body = request.POST.get("body", "")
    if len(body) > LONGEST_CHARACTERS:
        return JsonResponse({"error": _("内容过长，不能检查。")}, status=413)
    report = _report(request, body)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"findings": [_line(one) for one in report.findings]})
    context = {"title": _("发布前检查"), "report": report}
    return render(request, "portal/workbench/checked.html", context)


def _report(request: HttpRequest, body: str) -> checking.Report:
    now = timezone.now()
    fields = {name: request.POST.get(name, "")[:5000] for name, _label in queries.TEXTS}
    content = queries.Content(fields, clean_html(body), _files(request))
    lists = queries.checker(timezone.localdate(now))
    actions.read_files(files=queries.unscanned(content, lists), lists=lists, now=now)
    return checking.Report.of("", queries.findings_in(content, lists))


def _files(request: HttpRequest) -> list[tuple[StoredFile, str]]:
    """The chosen files that this person may open; others are not there."""
    try:
        chosen = json.loads(request.POST.get("files") or "[]")[:MOST_FILES]
        titles = {int(one["id"]): str(one.get("title") or "") for one in chosen}
    except (ValueError, TypeError, KeyError, AttributeError):
        return []
    person: Any = request.user
    rows = StoredFile.objects.filter(pk__in=titles)
    return [(one, titles[one.pk] or one.name) for one in rows if access.may_read(person, one)]


def _line(finding: checking.Finding) -> dict[str, Any]:
    return asdict(finding) | {"gravity": finding.gravity.value, "label": finding.label}
