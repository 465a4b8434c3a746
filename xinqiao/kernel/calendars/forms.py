"""The upload of a notice and its confirmation."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.kernel.calendars import reading, rules

FIRST_YEAR, LAST_YEAR = 2000, 2100


class NoticeFields(forms.Form):
    """What both steps ask of a notice; ``days`` is filled once the table is sound."""

    year = forms.IntegerField(label=_("年份"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    title = forms.CharField(label=_("通知标题"), max_length=100, required=False)
    issued_date = forms.DateField(
        label=_("印发日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    days: list[rules.Day]
    problems: tuple[rules.Problem, ...] = ()

    def read(self, text: str) -> None:
        """Read the table; what is wrong with it stands in ``problems``, line by line."""
        try:
            self.days = reading.read_notice(self.cleaned_data["year"], text)
        except rules.BadHolidayNotice as error:
            self.refuse(error)

    def refuse(self, error: rules.BadHolidayNotice) -> None:
        self.problems = error.problems
        self.add_error(None, _("表格有错，没有导入。请改正后重新上传。"))


class UploadForm(NoticeFields):
    """First step: the file."""

    file = forms.FileField(
        label=_("放假安排（CSV）"),
        help_text=_("三列：日期、off（放假）或 work（上班）、节日名称，如 2027-10-01,off,国庆节。"),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )

    text = ""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "file" in cleaned and "year" in cleaned:
            try:
                self.text = reading.decoded(cleaned["file"].read(reading.MAX_BYTES + 1))
            except rules.BadHolidayNotice as error:
                self.refuse(error)
            else:
                self.read(self.text)
        return cleaned


class ConfirmForm(NoticeFields):
    """Second step: the same table, looked at and confirmed."""

    text = forms.CharField(widget=forms.HiddenInput, max_length=reading.MAX_BYTES, strip=False)
    source = forms.CharField(widget=forms.HiddenInput, max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget = forms.HiddenInput()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if "text" in cleaned and "year" in cleaned:
            self.read(cleaned["text"])
        return cleaned
