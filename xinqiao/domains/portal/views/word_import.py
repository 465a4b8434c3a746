"""A Word document becomes a draft."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from xinqiao.domains.portal.actions import word_import
from xinqiao.domains.portal.forms.imports import ColumnChoice
from xinqiao.domains.portal.views import scope
from xinqiao.kernel.sites.models import Column


class WordForm(forms.Form):
    """A document and where it goes."""

    column = ColumnChoice(Column.objects.none(), label=gettext_lazy("栏目"))
    file = forms.FileField(
        label=gettext_lazy("Word 文档"),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
        help_text=gettext_lazy(".docx；文字、标题、表格和图片会带入，图片自动缩小。"),
    )

    def __init__(self, *args: Any, user: Any, **options: Any):
        super().__init__(*args, **options)
        field: Any = self.fields["column"]
        field.queryset = scope.writing_columns(user)


@require_http_methods(["GET", "POST"])
def import_word(request: HttpRequest) -> HttpResponse:
    """Take a document, and go on in the editor with what came of it."""
    form = WordForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        writer: Any = request.user
        sent = form.cleaned_data["file"]
        try:
            article, missed = word_import.create_from_word(
                actor=writer,
                column_id=form.cleaned_data["column"].pk,
                name=sent.name,
                content=sent.read(),
                now=timezone.now(),
            )
        except PermissionDenied:
            form.add_error(None, _("您不能在这个栏目写文章。"))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages[0])
        except ValueError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("已从 Word 文档建立草稿，请核对后再提交。"))
            for line in missed:
                messages.warning(request, line)
            return redirect("portal_editing:edit", article.pk)
    context = {"title": _("从Word文档新建"), "form": form, "back_url": reverse("portal:articles")}
    return render(request, "portal/workbench/word_import.html", context)
