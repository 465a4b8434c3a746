"""What is said when a catalogue is opened, changed and filled."""

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.models import Catalogue
from xinqiao.domains.portal.rules import catalogues as rules
from xinqiao.kernel.organisations.models import Organisation
from xinqiao.kernel.sites import queries as sites
from xinqiao.kernel.sites.models import Site


class OpenForm(forms.Form):
    """A new catalogue of a usual kind."""

    site_id = forms.ModelChoiceField(Site.objects.none(), label=_("站点"), empty_label=None)
    preset = forms.ChoiceField(
        label=_("类型"),
        choices=[(code, preset.name) for code, preset in rules.PRESETS.items()],
        help_text=_("先按类型建好字段，开设后可以再改。"),
    )
    slug = forms.CharField(
        label=_("地址名"),
        max_length=40,
        validators=[
            RegexValidator(r"\A[a-z0-9]+(?:-[a-z0-9]+)*\Z", _("只用小写字母、数字和连字符。"))
        ],
        help_text=_("如 schools，网址为 /services/lookup/schools/。"),
    )
    organisation_id = forms.ModelChoiceField(
        Organisation.objects.active().order_by("path"), label=_("责任单位")
    )

    def __init__(self, *args: Any, user: Any, **options: Any):
        super().__init__(*args, **options)
        field: Any = self.fields["site_id"]
        field.queryset = sites.sites_managed_by(user).open().order_by("position", "pk")
        field.initial = field.queryset.filter(kind="portal").first()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for name in ("site_id", "organisation_id"):
            if name in data:
                data[name] = data[name].pk
        return data


class ChangeForm(forms.Form):
    """Name, fields and whether it is open."""

    name = forms.CharField(label=_("名称"), max_length=40)
    about = forms.CharField(label=_("说明"), max_length=300, required=False)
    fields_text = forms.CharField(
        label=_("字段"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "每行一个：名称|文字、名称|选项|甲、乙、名称|数字|万元。选项和数字可供查找时筛选。"
        ),
    )
    is_open = forms.BooleanField(label=_("启用"), required=False)

    def clean_fields_text(self) -> list[rules.Field]:
        try:
            return rules.fields_from_lines(self.cleaned_data["fields_text"])
        except rules.CatalogueRefused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class EntryForm(forms.Form):
    """One row: the fields that every catalogue has, and its own."""

    def __init__(self, *args: Any, catalogue: Catalogue, **options: Any):
        super().__init__(*args, **options)
        own: dict[str, Any] = {field["name"]: field for field in catalogue.fields}
        for name in (*rules.OWN_NAMES, *own):
            field = own.get(name)
            label = f"{name}（{field['unit']}）" if field and field["unit"] else name
            self.fields[name] = _control(field, label)
        self.fields["名称"].required = True
        self.fields["地图"].help_text = _("本站的路径，以 / 开头；不填就没有。")
        self.fields["有效期至"].required = catalogue.needs_day


def _control(field: Any, label: str) -> forms.CharField | forms.ChoiceField:
    if field and field["choices"]:
        choices = [("", "—"), *((word, word) for word in field["choices"])]
        return forms.ChoiceField(label=label, choices=choices, required=False)
    control = forms.CharField(label=label, max_length=rules.MAX_TEXT, required=False)
    if label == "有效期至":
        control.widget = forms.DateInput(attrs={"type": "date"})
    return control


class UploadForm(forms.Form):
    """A table of rows."""

    file = forms.FileField(label=_("xlsx 或 csv 文件"))
