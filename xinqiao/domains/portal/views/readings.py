"""The interpretations that policy documents need, and where each stands."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from xinqiao.domains.portal import queries, rules
from xinqiao.domains.portal.models import Article
from xinqiao.kernel.ui import paging


@require_GET
def reading_list(request: HttpRequest) -> HttpResponse:
    """Show the policy documents of this person, the newest first, with what explains them."""
    rows = queries.planned_documents(request.user).select_related("organisation", "site")
    page = paging.page_of(rows.defer("body", "summary"), request.GET.get("p", ""))
    context = {
        "title": _("政策解读"),
        "page": page,
        "readings": queries.readings_of(page.rows, today=timezone.localdate()),
    }
    return render(request, "portal/workbench/readings.html", context)


def shown_beside(user: Any, article: Article, work: Article, *, today: dt.date) -> dict[str, Any]:
    """What the screen of one article says of interpretation and of the fields of its kind."""
    said = [(one.label, work.details.get(one.code, "")) for one in rules.details_of(work.kind)]
    shown: dict[str, Any] = {"details": [(label, value) for label, value in said if value]}
    if work.kind == rules.Kind.INTERPRETATION:
        shown["explained"] = _explained(user, work)
    if article.kind == rules.Kind.DOCUMENT and article.batch_id is None:
        reading = queries.readings_of([article], today=today)[0]
        codes = reading.plan.forms if reading.plan else []
        shown |= {
            "reading": reading,
            "plan_forms": [rules.ReadingForm(code).label for code in codes],
            "can_explain": "contributor" in user.duty_codes,
        }
    return shown


def _explained(user: Any, work: Article) -> list[Article]:
    """The documents that a text explains, with a link where this person may see the matter."""
    ids = [row.document_id for row in work.interprets.all()]
    seen = set(Article.objects.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True))
    documents = list(Article.objects.filter(pk__in=ids).defer("body").order_by("pk"))
    for document in documents:
        document.is_seen = document.pk in seen
    return documents
