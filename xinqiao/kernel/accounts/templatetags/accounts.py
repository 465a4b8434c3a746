"""Words of accounts in templates."""

from django import template

from xinqiao.kernel.accounts import actions, duties
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.vault.cells import mask_phone

register = template.Library()


@register.filter
def duty_label(code: str) -> str:
    """The Chinese name of a duty; the code itself when its domain is switched off."""
    try:
        return str(duties.get(code).label)
    except duties.UnknownDuty:
        return code


@register.filter
def masked_phone(user: User) -> str:
    return mask_phone(actions.phone_of(user))
