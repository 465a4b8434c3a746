"""Tables of the planning."""

from xinqiao.domains.planning.models.columns import ColumnPlan, PlanAnswer, PlannedColumn
from xinqiao.domains.planning.models.stages import FeatureRequest, FeatureStage

__all__ = ["ColumnPlan", "FeatureRequest", "FeatureStage", "PlanAnswer", "PlannedColumn"]
