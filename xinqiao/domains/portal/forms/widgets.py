"""Controls of the forms: chosen files as a list that can be put in order, a person."""

import json
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.files.models import StoredFile

MAX_FILES = 30
SUGGESTED = 200  # people in one list of suggestions
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


class PersonWidget(forms.TextInput):
    """A line with suggestions; whoever is not suggested may be typed."""

    template_name = "portal/workbench/person_widget.html"

    def __init__(self, attrs: Any = None):
        super().__init__(attrs)
        self.people: list[tuple[str, str]] = []

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["people"] = self.people
        context["widget"]["attrs"]["list"] = f"people-of-{name}"
        return context


class PersonField(forms.CharField):
    """A member of staff by login name, or by a name that only one person has."""

    widget = PersonWidget

    def suggest(self, people: QuerySet[User]) -> None:
        """Offer these people, at most SUGGESTED."""
        rows = people.filter(is_active=True).order_by("name", "pk")[:SUGGESTED]
        self.widget.people = [(person.username, person.name) for person in rows]

    def prepare_value(self, value: Any) -> str:
        if isinstance(value, int):
            return User.objects.values_list("username", flat=True).get(pk=value)
        return "" if value is None else str(value)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        found = list(User.objects.filter(is_active=True, username=text)[:1]) or list(
            User.objects.filter(is_active=True, name=text)[:2]
        )
        if not found:
            raise ValidationError(_("没有找到“%s”，请填登录名。") % text)
        if len(found) > 1:
            raise ValidationError(_("有多人叫“%s”，请填登录名。") % text)
        return found[0]
