"""Who keeps the calendar."""

from typing import Any

KEEPER = "system_admin"


def can_keep_calendar(user: Any) -> bool:
    """Only the system administrator sees and loads notices (duties.md)."""
    return KEEPER in getattr(user, "duty_codes", ())
