"""What a person says to bring a file in and to move a batch on."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal import rules
from xinqiao.domains.portal.adapters import rows
from xinqiao.domains.portal.forms.acts import SecrecyForm
from xinqiao.domains.portal.queries import imports as queries
from xinqiao.kernel.sites.models import Column

CLASSES = [
    (value, label)
    for value, label in rules.ContentClass.choices
    if value != rules.ContentClass.EXPRESS
]
ENDINGS = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".gz")
PRESET = forms.ChoiceField(
    label=_("字段对应方案"),
    choices=[(code, label) for code, label in rows.PRESETS.items()],
    widget=forms.RadioSelect,
    initial=rows.GENERAL,
    help_text=_("法规：一行一部，条文分章分条，自动生成目录和锚点。"),
)


class ColumnChoice(forms.ModelChoiceField):  # type: ignore[type-arg] # not subscriptable
    """A column with the site it stands on."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.site.name} / {obj.name}"


class UploadForm(forms.Form):
    """A file, where it goes, and how it is to be read."""

    column = ColumnChoice(Column.objects.none(), label=_("导入到栏目"))
    file = forms.FileField(
        label=_("文件"), help_text=_("每行一个JSON对象（.jsonl），可用gzip压缩（.jsonl.gz）。")
    )
    preset = PRESET
    content_class = forms.ChoiceField(
        label=_("内容分级"), choices=CLASSES, initial=rules.ContentClass.DOCUMENT
    )

    def __init__(self, *args: Any, user: Any, **options: Any):
        super().__init__(*args, **options)
        field: Any = self.fields["column"]
        field.queryset = queries.importing_columns(user)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError(_("只能导入 .jsonl 或 .jsonl.gz 文件。"))
        if file.size > settings.XINQIAO_UPLOAD_BYTES:
            limit = settings.XINQIAO_UPLOAD_BYTES // (1024 * 1024)
            raise forms.ValidationError(
                _("文件超过%(limit)sMB；更大的文件请由运维人员用 xinqiao import 命令导入。")
                % {"limit": limit}
            )
        return file


class MappingForm(forms.Form):
    """Which key of the file goes into which field."""

    preset = PRESET
    content_class = forms.ChoiceField(label=_("内容分级"), choices=CLASSES)

    def __init__(self, *args: Any, keys: list[str], mapping: dict[str, Any], **options: Any):
        super().__init__(*args, **options)
        choices = [("", _("（不导入）")), *((key, key) for key in keys)]
        for name, label in rows.FIELDS.items():
            used = mapping["fields"].get(name, "")
            self.fields[f"key_{name}"] = forms.ChoiceField(
                label=label,
                required=False,
                choices=choices,
                initial=used if used in keys else "",
            )

    def mapping(self) -> dict[str, Any]:
        """The mapping chosen; a preset that is newly chosen brings its own keys."""
        preset = self.cleaned_data["preset"]
        if "preset" in self.changed_data:
            return rows.mapping_of(preset)
        fields = {name: self.cleaned_data[f"key_{name}"] for name in rows.FIELDS}
        return {"preset": preset, "fields": {name: key for name, key in fields.items() if key}}


class BatchActForm(forms.Form):
    """An act on a batch; carries the manifest the person had before the eyes."""

    manifest_hash = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class BatchPassForm(BatchActForm):
    """Passing a step, with or without an opinion."""

    opinion = forms.CharField(
        label=_("意见"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


class BatchSecrecyForm(BatchActForm):
    """The secrecy reviewer's opinion on all items of the batch (Order 711, art. 17)."""

    opinion = forms.ChoiceField(
        label=_("保密审查意见"),
        choices=rules.SecrecyOpinion.choices,
        widget=forms.RadioSelect,
        help_text=_("选“不予公开”或“需报审”的，批次随即退回导入人。"),
    )
    basis = SecrecyForm.base_fields["basis"]


class BatchReasonForm(BatchActForm):
    """Sending back, with a reason."""

    reason = forms.CharField(
        label=_("原因"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
