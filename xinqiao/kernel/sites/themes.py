"""Colour schemes a site may choose from: checked tokens, never colours of one's own.

Legal basis: 政府网站发展指引 (国办发〔2017〕47号), page rules: one main colour, at most three; the
contrast of text is that of WCAG 2.2, 1.4.3 (AA).
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MIN_CONTRAST = 4.5
WHITE, QUIET_TEXT, FOOTER_TEXT = "#ffffff", "#52606c", "#dbe6ed"


@dataclass(frozen=True)
class Theme:
    """Tokens of ``ui/public/tokens.css``, as #rrggbb."""

    code: str
    label: str | Promise
    brand: str
    deep: str
    soft: str
    footer: str
    ground: str

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Text and ground as they meet on a page."""
        return (
            (WHITE, self.brand),
            (WHITE, self.deep),
            (self.brand, self.ground),
            (self.brand, self.soft),
            (QUIET_TEXT, self.ground),
            (QUIET_TEXT, self.soft),
            (FOOTER_TEXT, self.footer),
        )


_ALL = (
    Theme("blue", _("政务蓝"), "#0b5c8a", "#084264", "#e9f2f7", "#0c3047", "#f4f7f9"),
    Theme("red", _("党政红"), "#a62b25", "#7d1d19", "#fbefed", "#451512", "#f8f6f4"),
    Theme("green", _("生态绿"), "#1f6b45", "#134a2f", "#e9f4ee", "#0f3524", "#f4f8f6"),
    Theme("teal", _("湖水青"), "#0a6570", "#074850", "#e7f3f4", "#093439", "#f3f8f8"),
    Theme("violet", _("雅紫"), "#5b4a9c", "#3f3275", "#f0eef8", "#2a2350", "#f6f5fa"),
)
THEMES = {theme.code: theme for theme in _ALL}
CHOICES = [("", _("（随门户）")), *((theme.code, theme.label) for theme in _ALL)]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return float(channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4)
