"""Words of accounts in templates."""

from django import template

from xinqiao.kernel.accounts import duties

register = template.Library()


@register.filter
def duty_label(code: str) -> str:
    """The Chinese name of a duty; the code itself when its domain is switched off."""
    try:
        return str(duties.get(code).label)
    except duties.UnknownDuty:
        return code
