"""One link of a site to another."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules


class LinkForm(forms.Form):
    """A link: its group, its name, its address."""

    group = forms.ChoiceField(label=_("分组"), choices=rules.LinkGroup.choices)
    label = forms.CharField(label=_("名称"), max_length=60)
    address = forms.CharField(label=_("地址"), max_length=500)

    def clean_address(self) -> Any:
        address = self.cleaned_data["address"]
        try:
            rules.check_link(address)
        except rules.LinkRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return address
