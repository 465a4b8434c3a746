"""The lamps of the inspection: a shape and a word, so that colour says nothing alone."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from xinqiao.domains.assessment import rules

register = template.Library()

SHAPES = {"red": "■", "yellow": "▲", "green": "●", "grey": "○"}
TONES = {"grey": "paused"}
LEVELS = {
    rules.Level.FAILED: "red",
    rules.Level.WARNED: "yellow",
    rules.Level.AHEAD: "yellow",
}


@register.simple_tag
def inspection_lamp(row: Any) -> SafeString:
    """The lamp of a report or of one veto."""
    return _shown(row.lamp, row.get_lamp_display())


@register.simple_tag
def level_lamp(finding: Any) -> SafeString:
    """How far a finding has gone."""
    return _shown(LEVELS[finding.level], finding.get_level_display())


@register.filter
def days_left(days: int | None) -> str:
    """How long until the veto line."""
    if days is None:
        return "—"
    if days < 0:
        return _("已超%d天") % -days
    return _("还剩%d天") % days


def _shown(code: str, word: str) -> SafeString:
    return format_html(
        '<span class="x-lamp x-lamp--{}"><span aria-hidden="true">{}</span> {}</span>',
        TONES.get(code, code),
        SHAPES[code],
        word,
    )
