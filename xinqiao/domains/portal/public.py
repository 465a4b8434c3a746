"""What other domains may ask of the portal."""

from xinqiao.domains.portal.blocks import (
    INTERPRETATION_TYPES,
    NEWS_TYPES,
    NOTICE_TYPES,
    POLICY_TYPES,
)
from xinqiao.domains.portal.models import SiteLink
from xinqiao.domains.portal.queries.dates import DoubtfulDate, doubtful_dates
from xinqiao.domains.portal.queries.links import (
    SLOTS,
    LinkedArticle,
    dead_paths,
    linked_articles,
    site_links,
)
from xinqiao.domains.portal.queries.unattended import Unattended, unattended

__all__ = [
    "INTERPRETATION_TYPES",
    "NEWS_TYPES",
    "NOTICE_TYPES",
    "POLICY_TYPES",
    "SLOTS",
    "DoubtfulDate",
    "LinkedArticle",
    "SiteLink",
    "Unattended",
    "dead_paths",
    "doubtful_dates",
    "linked_articles",
    "site_links",
    "unattended",
]
