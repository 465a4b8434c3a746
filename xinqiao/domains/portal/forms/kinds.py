"""What an article says beside its text, by its kind: details, and the documents it explains."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.models import Article
from xinqiao.domains.portal.rules.kinds import MAX_CHARACTERS

NUMBER = re.compile(r"^#(\d{1,18})(?:\s|$)")
ADDRESS = re.compile(r"/content/\d{4}/\d{2}/(\d{1,18})\.html")


def field_name(kind: str, code: str) -> str:
    """The name of a kind's field in the form."""
    return f"{kind}_{code}"


def _field(detail: rules.Detail) -> forms.CharField:
    rows = {"rows": 4} if detail.is_long else {}
    widget = forms.Textarea(attrs=rows) if detail.is_long else forms.TextInput()
    label = _("%s（必填）") % detail.label if detail.is_required else detail.label
    return forms.CharField(
        label=label,
        required=False,  # a draft may lack it; what is submitted may not
        max_length=MAX_CHARACTERS if detail.is_long else 200,
        widget=widget,
        help_text=detail.hint,
    )


class DetailsForm(forms.Form):
    """The fields of every kind; only those of the chosen kind are kept."""

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        form: Any = self
        article = form.instance
        for one in rules.details_of(article.kind):
            form.initial[field_name(article.kind, one.code)] = article.details.get(one.code, "")

    def said_of_kind(self, kind: str) -> dict[str, str]:
        """What was said in the fields of this kind, by their codes."""
        said = {
            one.code: self.cleaned_data.get(field_name(kind, one.code)) or ""
            for one in rules.details_of(kind)
        }
        return rules.own_details(kind, said)


for _kind in rules.DETAILS:
    for _detail in rules.details_of(_kind):
        DetailsForm.base_fields[field_name(_kind, _detail.code)] = _field(_detail)


class KindSelect(forms.Select):
    """The kind; the script beside it shows only the panels of the chosen one."""

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["portal/article_kinds.js"])


class DocumentsField(forms.CharField):
    """Policy documents, one a line: by number, address or title; ``documents`` may be named."""

    widget = forms.Textarea(attrs={"rows": 3})
    default_help = _("一行一个：填发文字号、网页地址或完整标题。")
    documents: QuerySet[Article] = Article.objects.none()

    def __init__(self, **options: Any):
        super().__init__(max_length=8000, help_text=self.default_help, **options)

    def prepare_value(self, value: Any) -> str:
        if value is None or isinstance(value, str):
            return value or ""
        lines = [f"#{one.pk} {one.title}" for one in value]
        return "\n".join(lines)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial).split() != (data or "").split()

    def clean(self, value: Any) -> Any:
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        lines = [line for line in lines if line]
        if len(lines) > rules.MAX_DOCUMENTS:
            raise ValidationError(_("一篇解读最多关联%d个文件。") % rules.MAX_DOCUMENTS)
        found = {document.pk: document for document in map(self._document, lines)}
        return list(found.values())

    def _document(self, line: str) -> Article:
        """The document that a line names. Raises ValidationError."""
        by_id = NUMBER.match(line) or ADDRESS.search(line)
        if by_id:
            rows = self.documents.filter(pk=int(by_id[1]))
        else:
            rows = self.documents.filter(document_number=line) or self.documents.filter(title=line)
        known = list(rows.defer("body").distinct()[:2])
        if len(known) == 1:
            return known[0]
        if known:
            raise ValidationError(_("有几个文件都是“%s”，请填网页地址。") % line[:80])
        raise ValidationError(
            _("没有找到政策文件“%s”，请核对发文字号、网页地址或标题。") % line[:80]
        )
