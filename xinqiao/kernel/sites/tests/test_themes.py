"""Every theme keeps text readable, and the style sheet has exactly these colours."""

import re
from pathlib import Path

import pytest

from xinqiao.kernel.sites import themes

SHEET = Path(__file__).parents[2] / "ui/static/ui/public/tokens.css"


@pytest.mark.parametrize("theme", themes.THEMES.values(), ids=lambda theme: theme.code)
def test_text_of_every_theme_has_the_contrast_that_is_promised(theme):
    weak = [pair for pair in theme.pairs if themes.contrast(*pair) < themes.MIN_CONTRAST]

    assert weak == []


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48)]
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert themes.contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert themes.contrast(other, one) == themes.contrast(one, other)


@pytest.mark.parametrize("theme", themes.THEMES.values(), ids=lambda theme: theme.code)
def test_style_sheet_has_the_tokens_of_the_theme(theme):
    opening = ":root" if theme.code == "blue" else rf'\[data-theme="{theme.code}"\]'
    block = re.search(opening + r" \{(.*?)\}", SHEET.read_text(encoding="utf-8"), re.DOTALL)[1]
    said = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block))

    assert said["brand"] == theme.brand
    assert said["brand-deep"] == theme.deep
    assert said["brand-soft"] == theme.soft
    assert said["footer"] == theme.footer
    assert said["ground"] == theme.ground
