"""The form field of a body: a textarea of HTML that the editor takes over."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.urls import reverse_lazy

from xinqiao.kernel.files.rules import Family, accept_attribute
from xinqiao.kernel.ui.richtext import routes  # noqa: F401 - the editor's address comes with it
from xinqiao.kernel.ui.richtext.clean import clean_html

EDITOR = "ui/editor/"


class RichTextWidget(forms.Textarea):
    """A textarea of HTML; the editor takes it over where JavaScript runs.

    What is shown and what comes back is cleaned. On every change the editor writes the textarea
    and fires its ``input`` and ``change`` events, which is what Wagtail's autosave waits for.
    """

    class Media:
        css = {"all": [f"{EDITOR}jodit.min.css", f"{EDITOR}editor.css"]}
        js = [f"{EDITOR}jodit.min.js", f"{EDITOR}editor.js"]

    def __init__(self, attrs: Mapping[str, Any] | None = None):
        super().__init__(
            {
                "rows": 24,
                "data-rich-text": "",
                "data-upload-url": reverse_lazy("files:upload"),
                "data-transform-url": reverse_lazy("rich_text_transform"),
                "data-accept": accept_attribute(Family.IMAGE),
                **(attrs or {}),
            }
        )

    def format_value(self, value: Any) -> str | None:
        shown: str | None = super().format_value(value)
        return None if shown is None else clean_html(shown)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """The cleaned body; None when the form did not have the field."""
        sent = super().value_from_datadict(data, files, name)
        return clean_html(sent) if isinstance(sent, str) else sent
