"""Changes: the daily inspection, the visits, the standards."""

from xinqiao.domains.assessment.actions.inspection import inspect_sites
from xinqiao.domains.assessment.actions.patrol import patrol_links
from xinqiao.domains.assessment.actions.standards import set_standard
from xinqiao.domains.assessment.actions.visits import visit_sites

__all__ = ["inspect_sites", "patrol_links", "set_standard", "visit_sites"]
