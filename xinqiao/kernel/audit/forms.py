"""What the auditor may ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.audit.models import Result
from xinqiao.kernel.audit.queries import Wanted


class FilterForm(forms.Form):
    """The fields carry the names of ``queries.Wanted``."""

    word = forms.CharField(label=_("人或对象"), max_length=40, required=False)
    action = forms.CharField(label=_("动作代码"), max_length=80, required=False)
    result = forms.ChoiceField(
        label=_("结果"), choices=[("", _("全部")), *Result.choices], required=False
    )
    since = forms.DateField(
        label=_("从"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("到"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    target_type = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    target_id = forms.CharField(max_length=60, required=False, widget=forms.HiddenInput)
    below = forms.IntegerField(
        min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput
    )

    def wanted(self) -> Wanted:
        """What was asked for; fields that cannot be read ask for nothing."""
        self.is_valid()
        facts: dict[str, Any] = {
            name: value for name, value in self.cleaned_data.items() if value and name != "below"
        }
        return Wanted(**facts)

    def below_id(self) -> int | None:
        """The id below which the page begins."""
        self.is_valid()
        found: int | None = self.cleaned_data.get("below")
        return found
