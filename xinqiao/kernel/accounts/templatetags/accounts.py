"""Words of accounts in templates."""

from typing import Any

from django import template

from xinqiao.kernel.accounts import dual, duties

register = template.Library()


@register.filter
def duty_label(code: str) -> str:
    """The Chinese name of a duty; the code itself when its domain is switched off."""
    try:
        return str(duties.get(code).label)
    except duties.UnknownDuty:
        return code


@register.filter
def act_label(code: str) -> str:
    """The Chinese name of an act for two persons."""
    return str(dual.find(code).label)


@register.filter
def of(found: dict[Any, Any], key: Any) -> Any:
    """What a dictionary holds for a key, or nothing."""
    return found.get(key, "")
