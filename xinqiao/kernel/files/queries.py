"""Answers about stored files."""

from typing import BinaryIO

from xinqiao.kernel.accounts.models import User
from xinqiao.kernel.files import policies, storage
from xinqiao.kernel.files.models import StoredFile
from xinqiao.kernel.organisations.models import Organisation


def open_stored(stored: StoredFile) -> BinaryIO:
    """The bytes of a file. Raises FileNotFoundError."""
    return storage.open_path(stored.path)


def unit_to_upload_for(user: User, organisation_id: int | None) -> Organisation | None:
    """The unit named, or the person's own, or the first in which a duty is held."""
    units = policies.units_of(user)
    if organisation_id is not None:
        units = units & {organisation_id}
    elif user.organisation_id in units:
        units = frozenset({user.organisation_id})
    return Organisation.objects.filter(pk__in=units).order_by("pk").first()
