"""What is said when a feature is asked for, planned, decided or given up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.planning import rules
from xinqiao.kernel.sites import features

ON_OFF = [("on", _("开通")), ("off", _("关闭"))]


def _reason(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=rules.MAX_TEXT, widget=forms.Textarea(attrs={"rows": 2})
    )


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **options)


def is_on(value: str) -> bool:
    """What a choice of ``ON_OFF`` means."""
    return value == "on"


class AskForm(forms.Form):
    """A request: which feature, on or off, why."""

    feature = forms.ChoiceField(label=_("功能"))
    is_on = forms.TypedChoiceField(label=_("要求"), choices=ON_OFF, coerce=is_on)
    reason = _reason(_("理由"))

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        field: Any = self.fields["feature"]
        field.choices = [(one.code, one.label) for one in features.all_features()]


class StageForm(AskForm):
    """A stage of the plan: the day besides."""

    planned_date = _day(label=_("实施日期"), help_text=_("填今天，保存后立即生效。"))


class DecideForm(forms.Form):
    """The decision on a request."""

    is_granted = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("on", _("同意")), ("off", _("不同意"))],
        coerce=is_on,
        widget=forms.RadioSelect,
    )
    planned_date = _day(
        label=_("实施日期"),
        required=False,
        help_text=_("不填即时生效；填以后的日期，到期自动生效。"),
    )
    answer = _reason(_("答复"))


class DropForm(forms.Form):
    """Why a stage is given up."""

    reason = _reason(_("取消原因"))
