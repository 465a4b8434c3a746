"""Who sets the lines of the inspection, and who reads its pages."""

from typing import Any

from xinqiao.domains.assessment.models.inspection import READERS

KEEPER = "system_admin"


def can_set_standards(user: Any) -> bool:
    """Only the system administrator changes the lines (duties.md: settings)."""
    return KEEPER in user.duty_codes


def can_read_reports(user: Any) -> bool:
    """Leaders, supervisors and assessors of their field, site managers of their sites."""
    return bool(user.duty_codes & {*READERS, "site_manager"})
