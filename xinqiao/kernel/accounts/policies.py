"""Who may open accounts and who may grant: never the same person."""

from django.core.exceptions import PermissionDenied

from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.models import User


def require(allowed: bool) -> None:
    """Raises PermissionDenied unless allowed."""
    if not allowed:
        raise PermissionDenied


def can_open_accounts(user: User) -> bool:
    """The system administrator opens accounts and keeps their particulars; he grants nothing."""
    return duties.SYSTEM_ADMIN in user.duty_codes


def can_disable(user: User, person: User) -> bool:
    """The system administrator, but not himself."""
    return can_open_accounts(user) and user.pk != person.pk


def can_reveal_phone(user: User, person: User) -> bool:
    """One's own, and for the system administrator everybody's, with a reason."""
    return user.pk == person.pk or can_open_accounts(user)


def can_secure(user: User) -> bool:
    """The security administrator keeps duties, locks and sessions; he opens nothing."""
    return duties.SECURITY_ADMIN in user.duty_codes


def can_grant_duties(user: User, receiver: User) -> bool:
    """The security administrator grants and takes back, but never his own."""
    return can_secure(user) and user.pk != receiver.pk


def can_set_password(user: User, person: User) -> bool:
    """The security administrator issues a one-time password to somebody else."""
    return can_secure(user) and user.pk != person.pk


def can_look(user: User) -> bool:
    """The two administrators who keep accounts read all of them."""
    return can_open_accounts(user) or can_secure(user)


def can_read_audit(user: User) -> bool:
    """The auditor."""
    return duties.AUDITOR in user.duty_codes
