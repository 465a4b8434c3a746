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
    """One's own; the system administrator everybody's; who leads a unit those of its people."""
    if user.pk == person.pk or can_open_accounts(user):
        return True
    return person.organisation_id in user.organisations_with(*duties.leading_codes())


def can_see_colleagues(user: User) -> bool:
    """Who has a hand in a unit's work: no administrator as such, no vendor, no supervisor."""
    return bool(user.duty_codes & (duties.with_unit_files() - duties.ADMINISTRATOR_CODES))


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
