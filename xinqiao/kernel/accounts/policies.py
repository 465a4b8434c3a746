"""Who may open accounts and who may grant: never the same person."""

from django.core.exceptions import PermissionDenied

from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.models import User


def require(allowed: bool) -> None:
    """Raises PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied


def can_open_accounts(user: User) -> bool:
    """The system administrator opens and disables accounts; he grants nothing."""
    return duties.SYSTEM_ADMIN in user.duty_codes


def can_grant_duties(user: User, receiver: User) -> bool:
    """The security administrator grants duties, but none to himself."""
    return duties.SECURITY_ADMIN in user.duty_codes and user.pk != receiver.pk


def can_unlock(user: User) -> bool:
    return duties.SECURITY_ADMIN in user.duty_codes


def can_read_audit(user: User) -> bool:
    return duties.AUDITOR in user.duty_codes
