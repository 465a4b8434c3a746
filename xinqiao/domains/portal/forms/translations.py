"""Forms of foreign versions: the original of a translation, the core columns, on and off."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.forms.kinds import ADDRESS, NUMBER
from xinqiao.domains.portal.models import Article
from xinqiao.kernel.sites.models import Site


class OriginalField(forms.CharField):
    """The original of a translation by address, ``#number`` or whole title."""

    widget = forms.TextInput

    def __init__(self, **options: Any):
        super().__init__(max_length=500, **options)

    def prepare_value(self, value: Any) -> str:
        if isinstance(value, Article):
            return f"#{value.pk} {value.title}"
        return value or ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial).split() != (data or "").split()

    def clean(self, value: Any) -> Any:
        line = str(super().clean(value)).strip()
        if not line:
            return None
        rows = Article.objects.filter(public_state=rules.PublicState.ONLINE)
        by_id = NUMBER.match(line) or ADDRESS.search(line)
        rows = rows.filter(pk=int(by_id[1])) if by_id else rows.filter(title=line)
        known = list(rows.select_related("site").defer("body")[:2])
        if len(known) == 1:
            return known[0]
        if known:
            raise ValidationError(_("有几篇文章都叫“%s”，请填网页地址。") % line[:80])
        raise ValidationError(_("没有找到已发布的原文“%s”，请核对网页地址。") % line[:80])


class CoreColumnsForm(forms.Form):
    """Which Chinese columns a foreign version keeps pace with."""

    column_ids = forms.TypedMultipleChoiceField(
        label=_("核心栏目"),
        required=False,
        coerce=int,
        widget=forms.SelectMultiple(attrs={"size": 12}),
        help_text=_("外文版要跟上的中文栏目，不含下级栏目。按住 Ctrl 键可选多个。"),
    )

    def __init__(self, *args: Any, site: Site, **options: Any):
        super().__init__(*args, **options)
        columns: Any = self.fields["column_ids"]
        columns.choices = [(row.pk, _indented(row)) for row in _open_columns(site)]


class SwitchForm(forms.Form):
    """Why a site is switched off or on again."""

    reason = forms.CharField(label=_("原因"), max_length=300)


def _open_columns(site: Site) -> QuerySet[Any]:
    above: Any = site.parent
    return above.columns.filter(is_open=True).order_by("path")


def _indented(column: Any) -> str:
    return f"{'　' * (len(column.ancestor_ids) - 1)}{column.name}"
