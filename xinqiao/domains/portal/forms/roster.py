"""A pasted duty roster."""

from django import forms
from django.utils.translation import gettext_lazy as _


class RosterForm(forms.Form):
    """Lines of a day and an editor; a table copied from a sheet will do."""

    text = forms.CharField(
        label=_("值班安排"),
        max_length=30_000,
        widget=forms.Textarea(attrs={"rows": 8, "placeholder": "2026-11-25 张三"}),
        help_text=_("每行一天：日期、姓名（或账号），可从表格整片粘贴。已排的日期会被改换。"),
    )
