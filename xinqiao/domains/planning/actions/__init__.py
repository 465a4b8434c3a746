"""Every change of the planning; one function per use-case."""

from xinqiao.domains.planning.actions.columns import (
    answer_plan,
    close_due_plans,
    draft_plan,
    put_rows,
    remove_row,
    save_row,
    send_plan,
)
from xinqiao.domains.planning.actions.stages import (
    ask_feature,
    carry_out_stages,
    decide_request,
    drop_stage,
    plan_stage,
)

__all__ = [
    "answer_plan",
    "ask_feature",
    "carry_out_stages",
    "close_due_plans",
    "decide_request",
    "draft_plan",
    "drop_stage",
    "plan_stage",
    "put_rows",
    "remove_row",
    "save_row",
    "send_plan",
]
