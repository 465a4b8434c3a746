"""The lines of the inspection as one form, and the filters of its lists."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.assessment import rules


class StandardForm(forms.Form):
    """One standard: its line and its warning line."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=40)
    limit = forms.IntegerField(label=_("红线"), min_value=1, max_value=3660)
    warning = forms.IntegerField(label=_("预警线"), min_value=1, max_value=3660)

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if code not in rules.STANDARDS:
            raise forms.ValidationError(_("没有这项标准。"))
        return code


class FindingFilterForm(forms.Form):
    """What a list of findings is narrowed by; what cannot be read narrows nothing."""

    level = forms.ChoiceField(
        label=_("程度"), required=False, choices=[("", _("全部")), *rules.Level.choices]
    )
    defect = forms.ChoiceField(
        label=_("问题"), required=False, choices=[("", _("全部")), *rules.Defect.choices]
    )
    coming = forms.BooleanField(label=_("只看下周将不合格的"), required=False)

    def chosen(self) -> dict[str, Any]:
        """The fields that could be read."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}
