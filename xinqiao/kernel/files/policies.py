"""Who may upload for a unit."""

from xinqiao.kernel.accounts import duties
from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.organisations.models import Organisation


def can_upload(user: User, organisation: Organisation) -> bool:
    """Staff with a duty in the unit that works with its files."""
    return bool(user.is_active) and organisation.pk in units_of(user)


def units_of(user: User) -> frozenset[int]:
    """Ids of the units for which a person may upload, and whose files he opens."""
    return user.organisations_with(*(user.duty_codes & duties.with_unit_files()))
