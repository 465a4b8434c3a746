"""The form of a home page: for each block its place and its width."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinqiao.domains.portal.rules.layouts import WIDTHS, Spot
from xinqiao.kernel.ui import blocks

WIDTH_NAMES = {
    12: _("整行"),
    8: _("三分之二"),
    7: _("略宽于一半"),
    6: _("一半"),
    5: _("略窄于一半"),
    4: _("三分之一"),
}


class LayoutForm(forms.Form):
    """A number orders the blocks; a block without one is not shown."""

    def __init__(self, *args: Any, spots: Sequence[Spot], **options: Any):
        super().__init__(*args, **options)
        shown = {spot["block"]: (n, spot["width"]) for n, spot in enumerate(spots, start=1)}
        for block in blocks.all_blocks():
            place, width = shown.get(block.code, (None, 12))
            self.fields[f"place-{block.code}"] = forms.IntegerField(
                label=_("%s：顺序") % block.label,
                required=False,
                min_value=1,
                max_value=99,
                initial=place,
            )
            self.fields[f"width-{block.code}"] = forms.TypedChoiceField(
                label=_("%s：宽度") % block.label,
                choices=[(number, WIDTH_NAMES[number]) for number in WIDTHS],
                coerce=int,
                initial=width,
            )

    def rows(self) -> Iterator[tuple[Any, Any, Any]]:
        """Each block with its two fields, those shown first."""
        known = blocks.all_blocks()
        known.sort(key=lambda block: self.fields[f"place-{block.code}"].initial or 100)
        for block in known:
            yield block.label, self[f"place-{block.code}"], self[f"width-{block.code}"]

    @property
    def spots(self) -> list[Spot]:
        """The blocks that are shown, in order."""
        said = self.cleaned_data
        numbered = [
            (said[f"place-{block.code}"], block.code)
            for block in blocks.all_blocks()
            if said[f"place-{block.code}"]
        ]
        return [
            {"block": code, "width": said[f"width-{code}"]} for _number, code in sorted(numbered)
        ]
