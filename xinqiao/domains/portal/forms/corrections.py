"""The form of an answer to a report; its field is the argument of ``actions.corrections``."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """What came of it."""

    answer = forms.CharField(
        label=_("答复"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明核实和改正的情况；报错的读者凭查询码能看到。"),
    )
