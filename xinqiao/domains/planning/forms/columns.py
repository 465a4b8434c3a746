"""What is said when a column plan is drafted, sent and answered."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.planning import rules
from xinqiao.domains.planning.models import PlannedColumn
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Site


def unit_names() -> dict[str, int]:
    """Open units by their full and short names."""
    known: dict[str, int] = {}
    for unit in Organisation.objects.active().only("pk", "name", "short_name"):
        known[unit.short_name] = unit.pk
        known[unit.name] = unit.pk
    return known


class PlanForm(forms.Form):
    """A new plan or survey."""

    site_id = forms.ModelChoiceField(Site.objects.none(), label=_("站点"), empty_label=None)
    kind = forms.ChoiceField(label=_("类别"), choices=rules.PlanKind.choices)
    title = forms.CharField(label=_("标题"), max_length=100)
    details = forms.CharField(
        label=_("说明或问题"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("调查不填时，用通用的改进调查问题。"),
    )
    is_from_tree = forms.BooleanField(label=_("从现有栏目生成"), required=False, initial=True)

    def __init__(self, *args: Any, user: Any, **options: Any):
        super().__init__(*args, **options)
        field: Any = self.fields["site_id"]
        field.queryset = sites.sites_managed_by(user).open().order_by("position", "pk")
        field.initial = field.queryset.filter(kind="portal").first()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "site_id" in data:
            data["site_id"] = data["site_id"].pk
        if data.get("kind") == rules.PlanKind.SURVEY:
            data["details"] = data.get("details") or str(rules.SURVEY_TEMPLATE)
            data["is_from_tree"] = False
        return data


class RowForm(forms.ModelForm[PlannedColumn]):
    """One line."""

    class Meta:
        model = PlannedColumn
        fields = ("area", "name", "organisation", "mode", "kind", "update_days", "note")

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.active().order_by("path")


class RowsForm(forms.Form):
    """A table of lines that replaces those of the draft."""

    file = forms.FileField(label=_("xlsx 或 csv 文件"))


class SendForm(forms.Form):
    """Until when, and who besides the units of the lines."""

    due_at = forms.DateTimeField(
        label=_("截止时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    unit_ids = forms.CharField(
        label=_("另外征求的单位"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一个单位名称或简称；规划里的责任单位都会征求，不用再写。"),
    )

    def clean_unit_ids(self) -> list[int]:
        wanted = {line.strip() for line in self.cleaned_data["unit_ids"].splitlines()} - {""}
        known = unit_names()
        if unknown := sorted(wanted - known.keys()):
            names = "、".join(name[:30] for name in unknown[:5])
            raise forms.ValidationError(_("没有这些单位：%s。") % names)
        return sorted({known[name] for name in wanted})


class AnswerForm(forms.Form):
    """What a unit says."""

    stance = forms.ChoiceField(
        label=_("意见"),
        choices=[(s.value, s.label) for s in (rules.Stance.AGREED, rules.Stance.OBJECTED)],
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("意见内容"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SurveyForm(forms.Form):
    """A unit's answer to a survey."""

    stance = forms.CharField(widget=forms.HiddenInput, initial=rules.Stance.AGREED.value)
    text = forms.CharField(
        label=_("答复"), max_length=5000, widget=forms.Textarea(attrs={"rows": 8})
    )
