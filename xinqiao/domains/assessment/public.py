"""What other domains may ask of the assessment: plugging in what they count."""

from xinqiao.domains.assessment.queries.sources import Signal, register_source
from xinqiao.domains.assessment.rules import Defect, Level

__all__ = ["Defect", "Level", "Signal", "register_source"]
