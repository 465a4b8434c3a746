"""The article as its readers will see it, wide and on a phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from xinqiao.domains.portal.publishing import render_article_preview
from xinqiao.domains.portal.views import scope


@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show both widths side by side."""
    article = scope.article_or_404(request.user, pk)
    context = {
        "title": _("预览"),
        "article": article,
        "back_url": reverse("portal:matter", args=[pk]),
        "back_label": article.title,
    }
    return render(request, "portal/workbench/preview.html", context)


@require_GET
@xframe_options_sameorigin
def preview_frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The page itself, from what is being worked on."""
    article = scope.article_or_404(request.user, pk)
    return HttpResponse(render_article_preview(article.working_copy()))
