"""What is said when a task is given, answered, sent back or closed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import queries, rules
from xinqiao.kernel.organisations.models import Organisation


class TaskForm(forms.Form):
    """A new task; units are named by lines, as in a letter."""

    organisation_id = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("交办单位"), empty_label=None
    )
    kind = forms.ChoiceField(label=_("类别"), choices=rules.TaskKind.choices)
    title = forms.CharField(label=_("任务名称"), max_length=200)
    details = forms.CharField(
        label=_("要求"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    due_at = forms.DateTimeField(
        label=_("办理期限"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    unit_ids = forms.CharField(
        label=_("承办单位"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一个单位名称或简称。"),
    )

    def __init__(self, *args: Any, user: Any, **options: Any):
        super().__init__(*args, **options)
        field: Any = self.fields["organisation_id"]
        held = user.organisations_with(*rules.TASK_GIVERS)
        field.queryset = Organisation.objects.filter(pk__in=held).order_by("path")
        field.initial = field.queryset.first()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        giver = data.get("organisation_id")
        if giver is not None and "unit_ids" in data:
            data["unit_ids"] = self._units(giver, data["unit_ids"])
            data["organisation_id"] = giver.pk
        return data

    def _units(self, giver: Organisation, text: str) -> list[int]:
        wanted = {line.strip() for line in text.splitlines()} - {""}
        known: dict[str, int] = {}
        for unit in queries.task_targets(giver.pk):
            known[unit.name] = known[unit.short_name] = unit.pk
        if unknown := sorted(wanted - known.keys()):
            self.add_error(
                "unit_ids",
                _("没有这些单位：%s。") % "、".join(name[:30] for name in unknown[:5]),
            )
        return sorted({known[name] for name in wanted & known.keys()})


class TaskActForm(forms.Form):
    """A reply or a reason."""

    text = forms.CharField(
        label=_("内容"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    part = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
