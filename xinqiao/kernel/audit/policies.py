"""Who reads the trail."""

from typing import Any

AUDITOR = "auditor"


def can_read(user: Any) -> bool:
    """Only the auditor reads, verifies and exports (duties.md); nobody changes anything."""
    return AUDITOR in getattr(user, "duty_codes", ())
