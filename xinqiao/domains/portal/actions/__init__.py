"""Every change of the portal; one function per use-case."""

from xinqiao.domains.portal.actions.chain import (
    edit_at_desk,
    pass_step,
    request_confirmation,
    send_back,
)
from xinqiao.domains.portal.actions.checking import read_files, waive
from xinqiao.domains.portal.actions.columns import close_column
from xinqiao.domains.portal.actions.drafts import (
    create_draft,
    delete_draft,
    drop_correction,
    save_draft,
    start_correction,
    submit,
    take_back,
)
from xinqiao.domains.portal.actions.interpretation import plan_interpretation
from xinqiao.domains.portal.actions.placements import (
    accept_placement,
    decline_placement,
    offer,
    withdraw_placement,
)
from xinqiao.domains.portal.actions.publication import (
    publish,
    publish_due,
    publish_held,
    unschedule,
    withdraw,
)
from xinqiao.domains.portal.actions.visits import count_visits, forget_visits

__all__ = [
    "accept_placement",
    "close_column",
    "count_visits",
    "create_draft",
    "decline_placement",
    "delete_draft",
    "drop_correction",
    "edit_at_desk",
    "forget_visits",
    "offer",
    "pass_step",
    "plan_interpretation",
    "publish",
    "publish_due",
    "publish_held",
    "read_files",
    "request_confirmation",
    "save_draft",
    "send_back",
    "start_correction",
    "submit",
    "take_back",
    "unschedule",
    "waive",
    "withdraw",
    "withdraw_placement",
]
