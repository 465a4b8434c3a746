"""Tables of self-inspection: standards, reports, findings, visits."""

from xinqiao.domains.assessment.models.inspection import (
    Finding,
    SiteLamp,
    SiteReport,
    StandardLine,
)
from xinqiao.domains.assessment.models.visits import SiteVisits, VisitFailure

__all__ = ["Finding", "SiteLamp", "SiteReport", "SiteVisits", "StandardLine", "VisitFailure"]
