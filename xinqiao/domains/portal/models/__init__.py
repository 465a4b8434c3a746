"""Tables of the portal: articles, placements, import batches, checks before publication."""

from xinqiao.domains.portal.models.alerts import Alert, AlertUpdate
from xinqiao.domains.portal.models.articles import Article, Attachment
from xinqiao.domains.portal.models.checking import (
    CheckWaiver,
    CheckWord,
    FileScan,
    RegisteredLeader,
)
from xinqiao.domains.portal.models.imports import ImportBatch, ImportItem
from xinqiao.domains.portal.models.interpretation import Interpretation, InterpretationPlan
from xinqiao.domains.portal.models.links import SiteLink
from xinqiao.domains.portal.models.migration import LegacyFolder, LegacyPage, LegacySite
from xinqiao.domains.portal.models.placements import Placement

__all__ = [
    "Alert",
    "AlertUpdate",
    "Article",
    "Attachment",
    "CheckWaiver",
    "CheckWord",
    "FileScan",
    "ImportBatch",
    "ImportItem",
    "Interpretation",
    "InterpretationPlan",
    "LegacyFolder",
    "LegacyPage",
    "LegacySite",
    "Placement",
    "RegisteredLeader",
    "SiteLink",
]
