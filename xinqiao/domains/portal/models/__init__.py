"""Tables of the portal: articles, placements, import batches, the desk's roster, tasks."""

from xinqiao.domains.portal.models.alerts import Alert, AlertUpdate
from xinqiao.domains.portal.models.articles import Article, Attachment
from xinqiao.domains.portal.models.checking import (
    CheckWaiver,
    CheckWord,
    FileScan,
    RegisteredLeader,
)
from xinqiao.domains.portal.models.corrections import CorrectionReport
from xinqiao.domains.portal.models.desk import DutyShift
from xinqiao.domains.portal.models.imports import ImportBatch, ImportItem
from xinqiao.domains.portal.models.interpretation import Interpretation, InterpretationPlan
from xinqiao.domains.portal.models.layouts import HomeLayout
from xinqiao.domains.portal.models.links import SiteLink
from xinqiao.domains.portal.models.migration import LegacyFolder, LegacyPage, LegacySite
from xinqiao.domains.portal.models.placements import Placement
from xinqiao.domains.portal.models.pushes import Push
from xinqiao.domains.portal.models.tasks import Task, TaskUnit
from xinqiao.domains.portal.models.topics import Topic, TopicVersion
from xinqiao.domains.portal.models.translations import CoreColumn

__all__ = [
    "Alert",
    "AlertUpdate",
    "Article",
    "Attachment",
    "CheckWaiver",
    "CheckWord",
    "CoreColumn",
    "CorrectionReport",
    "DutyShift",
    "FileScan",
    "HomeLayout",
    "ImportBatch",
    "ImportItem",
    "Interpretation",
    "InterpretationPlan",
    "LegacyFolder",
    "LegacyPage",
    "LegacySite",
    "Placement",
    "Push",
    "RegisteredLeader",
    "SiteLink",
    "Task",
    "TaskUnit",
    "Topic",
    "TopicVersion",
]
