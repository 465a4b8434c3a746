"""Forms of the register of units; their fields are the arguments of the actions."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.organisations import queries
from xinqiao.kernel.organisations.models import Kind, Organisation


class UnitField(forms.ModelChoiceField):  # type: ignore[type-arg]  # no [] at run time
    """A choice of units that reads as a tree; the form sets its rows."""

    def __init__(self, **options: Any) -> None:
        super().__init__(Organisation.objects.none(), **options)

    def label_from_instance(self, obj: Organisation) -> str:
        return "　" * (obj.depth - 1) + obj.name


class NamesForm(forms.Form):
    """What may change while a unit stays where it is."""

    name = forms.CharField(label=_("全称"), max_length=100)
    short_name = forms.CharField(label=_("简称"), max_length=30)
    kind = forms.ChoiceField(label=_("类别"), choices=Kind.choices)
    position = forms.IntegerField(
        label=_("顺序"), min_value=0, max_value=100_000, initial=0, help_text=_("小的在前。")
    )


class OpenForm(NamesForm):
    """A new unit."""

    code = forms.SlugField(
        label=_("代码"),
        max_length=40,
        help_text=_("英文小写字母、数字和短横，定下后不再改。"),
    )
    parent = UnitField(
        label=_("上级单位"),
        required=False,
        empty_label=_("（无，作为最上级）"),
    )
    field_order = ("name", "short_name", "code", "kind", "parent", "position")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(UnitField, self.fields["parent"]).queryset = queries.possible_parents(None)


class MoveForm(forms.Form):
    """Another place in the tree."""

    parent = UnitField(
        label=_("移到哪个单位下面"),
        required=False,
        empty_label=_("（无，作为最上级）"),
    )

    def __init__(self, *args: Any, organisation: Organisation, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial["parent"] = organisation.parent_id
        field = cast(UnitField, self.fields["parent"])
        field.queryset = queries.possible_parents(organisation)


class ReasonForm(forms.Form):
    """Why a unit is closed or opened again."""

    reason = forms.CharField(label=_("理由"), max_length=200, help_text=_("如机构改革文件的文号。"))


class FilterForm(forms.Form):
    """What the list shows."""

    q = forms.CharField(label=_("查找"), required=False, max_length=queries.MAX_WORD)
    kind = forms.ChoiceField(label=_("类别"), required=False)
    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("全部")), ("open", _("有效")), ("closed", _("已撤销"))],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        cast(forms.ChoiceField, self.fields["kind"]).choices = [("", _("全部")), *Kind.choices]
