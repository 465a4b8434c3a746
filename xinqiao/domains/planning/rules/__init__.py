"""What planning decides: features step by step.

Legal basis: 政府网站发展指引 (国办发〔2017〕47号): unified planning, built step by step, on needs
that the units state.
"""

from xinqiao.domains.planning.rules.columns import (
    MAX_ROWS,
    SURVEY_TEMPLATE,
    PlanKind,
    PlanState,
    Stance,
    check_answer,
    check_count,
    check_draft,
    check_heading,
    check_row,
    check_sending,
    consents,
)
from xinqiao.domains.planning.rules.happenings import HAPPENINGS
from xinqiao.domains.planning.rules.stages import (
    ASKERS,
    MAX_DAYS,
    MAX_TEXT,
    PlanRefused,
    RequestState,
    StageState,
    check_planned_day,
    check_reason,
    check_undecided,
    check_wish,
)

__all__ = [
    "ASKERS",
    "HAPPENINGS",
    "MAX_DAYS",
    "MAX_ROWS",
    "MAX_TEXT",
    "SURVEY_TEMPLATE",
    "PlanKind",
    "PlanRefused",
    "PlanState",
    "RequestState",
    "StageState",
    "Stance",
    "check_answer",
    "check_count",
    "check_draft",
    "check_heading",
    "check_planned_day",
    "check_reason",
    "check_row",
    "check_sending",
    "check_undecided",
    "check_wish",
    "consents",
]
