"""Who may upload for a unit."""

from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.organisations.models import Organisation


def can_upload(user: User, organisation: Organisation) -> bool:
    """Staff with any duty in the unit."""
    return bool(user.is_active) and organisation.pk in units_of(user)


def units_of(user: User) -> frozenset[int]:
    """Ids of the units for which a person may upload."""
    return user.organisations_with(*user.duty_codes)
