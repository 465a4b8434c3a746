"""Answers for the planning's screens."""

from xinqiao.domains.planning.queries.columns import (
    Outcome,
    outcome_of,
    plan_path,
    plans_to_answer,
    rows_from_tree,
)
from xinqiao.domains.planning.queries.stages import (
    FeatureState,
    askers_of,
    deciders_of,
    feature_name,
    features_of,
    portal_of,
    site_path,
    speakers_of,
    with_states,
)

__all__ = [
    "FeatureState",
    "Outcome",
    "askers_of",
    "deciders_of",
    "feature_name",
    "features_of",
    "outcome_of",
    "plan_path",
    "plans_to_answer",
    "portal_of",
    "rows_from_tree",
    "site_path",
    "speakers_of",
    "with_states",
]
