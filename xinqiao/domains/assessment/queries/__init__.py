"""Answers for the inspection and its pages."""

from xinqiao.domains.assessment.queries.measuring import (
    GROUPS,
    columns_of,
    fact_of,
    standards,
    weeks_of,
)
from xinqiao.domains.assessment.queries.sources import (
    Signal,
    is_measured,
    register_source,
    signals,
    signals_of_dates,
    unregister_source,
)

__all__ = [
    "GROUPS",
    "Signal",
    "columns_of",
    "fact_of",
    "is_measured",
    "register_source",
    "signals",
    "signals_of_dates",
    "standards",
    "unregister_source",
    "weeks_of",
]
