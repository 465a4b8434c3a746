"""What is noted of an event, to whom it is given, what is said when it is given up."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.forms.widgets import PersonField
from xinqiao.domains.portal.rules import events as rules
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Column


class EventForm(forms.Form):
    """A new event; unit and column are those of the person."""

    organisation_id = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("登记单位"), empty_label=None
    )
    kind = forms.ChoiceField(label=_("类别"), choices=rules.EventKind.choices)
    title = forms.CharField(label=_("什么事"), max_length=200)
    starts_at = forms.DateTimeField(
        label=_("什么时间"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    place = forms.CharField(label=_("什么地点"), max_length=200)
    attendees = forms.CharField(
        label=_("哪些人参加"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("领导按职务排序，写姓名和职务。"),
    )
    contact = forms.CharField(label=_("联系人和电话"), max_length=100)
    wanted = forms.ChoiceField(label=_("希望怎样发布"), choices=rules.Wanted.choices)
    column_id = forms.ModelChoiceField(Column.objects.none(), label=_("发到哪个栏目"))
    is_sensitive = forms.BooleanField(label=_("可能敏感（按“敏感”办理）"), required=False)

    def __init__(self, *args: Any, user: User, **options: Any):
        super().__init__(*args, **options)
        unit: Any = self.fields["organisation_id"]
        held = user.organisations_with(*rules.REGISTRARS)
        unit.queryset = Organisation.objects.filter(pk__in=held).order_by("path")
        unit.initial = unit.queryset.first()
        column: Any = self.fields["column_id"]
        open_ones = sites.columns_for(user, *rules.REGISTRARS).open().filter(site__is_open=True)
        column.queryset = open_ones.select_related("site").order_by("site__position", "path")
        column.label_from_instance = lambda one: f"{one.site.name} / {one.name}"

    @property
    def facts(self) -> dict[str, Any]:
        """The arguments of ``actions.events.register_event`` beside who and when."""
        said = dict(self.cleaned_data)
        for name in ("organisation_id", "column_id"):
            said[name] = said[name].pk
        return said


class EventActForm(forms.Form):
    """A writer, an item of the list, or a reason."""

    writer = PersonField(label=_("撰稿人"), required=False)
    item = forms.CharField(required=False, max_length=10)
    reason = forms.CharField(label=_("原因"), required=False, max_length=300)
