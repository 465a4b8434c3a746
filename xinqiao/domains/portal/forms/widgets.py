"""Controls of the article form: chosen files as a list that can be put in order."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.files.models import StoredFile

MAX_FILES = 30
UNKNOWN = _("有附件不存在或无权使用，请删除后重新上传。")


class FileListWidget(forms.HiddenInput):
    """A list of uploaded files; the script beside it uploads, orders and names them."""

    template_name = "portal/workbench/file_list_widget.html"
    input_type = "hidden"
    is_hidden = False  # the script shows it

    def __init__(self, *, single: bool = False, attrs: Any = None):
        super().__init__(attrs)
        self.single = single

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "single": self.single,
            "upload_url": reverse_lazy("files:upload"),
            "max_files": 1 if self.single else MAX_FILES,
        }
        return context

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=["portal/file_list.js"])


class FileListField(forms.CharField):
    """Files as (StoredFile, title) in their order; ``files`` are those the person may use."""

    widget = FileListWidget
    files: QuerySet[StoredFile] = StoredFile.objects.none()

    def prepare_value(self, value: Any) -> str:
        if isinstance(value, str):
            return value
        return json.dumps(
            [
                {"id": file.pk, "title": title, "name": file.name, "size": file.size}
                for file, title in value or ()
            ],
            ensure_ascii=False,
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial or []) != (data or "[]"))

    def to_python(self, value: Any) -> Any:
        try:
            items = [
                (int(one["id"]), str(one.get("title") or "")) for one in json.loads(value or "[]")
            ]
        except (ValueError, TypeError, KeyError) as error:
            raise ValidationError(UNKNOWN) from error
        if len(items) > MAX_FILES:
            raise ValidationError(_("附件最多%d个。") % MAX_FILES)
        known = self.files.in_bulk([pk for pk, _title in items])
        if len(known) < len({pk for pk, _title in items}):
            raise ValidationError(UNKNOWN)
        return [(known[pk], title.strip()[:200]) for pk, title in items]
