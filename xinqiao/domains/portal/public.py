"""What other domains may ask of the portal."""

from xinqiao.domains.portal.blocks import (
    INTERPRETATION_TYPES,
    NEWS_TYPES,
    NOTICE_TYPES,
    POLICY_TYPES,
)
from xinqiao.domains.portal.queries.dates import DoubtfulDate, doubtful_dates

__all__ = [
    "INTERPRETATION_TYPES",
    "NEWS_TYPES",
    "NOTICE_TYPES",
    "POLICY_TYPES",
    "DoubtfulDate",
    "doubtful_dates",
]
