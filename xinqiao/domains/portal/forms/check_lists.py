"""Forms of the lists that the checks use; field names are the arguments of the actions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.models import RegisteredLeader
from xinqiao.domains.portal.rules import checking


class WordForm(forms.Form):
    """One word with what is said about it."""

    kind = forms.ChoiceField(label=_("类别"), choices=checking.WordKind.choices)
    word = forms.CharField(label=_("词语"), max_length=60)
    suggestion = forms.CharField(label=_("正确写法或提示"), max_length=100, required=False)


class ListFileForm(forms.Form):
    """A file of lines."""

    file = forms.FileField(
        label=_("文件"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.txt"}),
        help_text=_(".xlsx 或 .txt；列的顺序同导出的文件，已有的按文件更新。"),
    )


class LeaderForm(forms.ModelForm):  # type: ignore[type-arg] # not subscriptable
    """One office of a leader."""

    class Meta:
        model = RegisteredLeader
        fields = ("name", "title", "rank", "starts_date", "ends_date")
        widgets = {
            "starts_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_date": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
