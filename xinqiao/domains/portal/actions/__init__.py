"""Every change of the portal; one function per use-case."""

from xinqiao.domains.portal.actions.chain import (
    edit_at_desk,
    pass_step,
    request_confirmation,
    send_back,
)
from xinqiao.domains.portal.actions.checking import read_files, waive
from xinqiao.domains.portal.actions.columns import close_column
from xinqiao.domains.portal.actions.desk_queue import select
from xinqiao.domains.portal.actions.drafts import (
    create_draft,
    delete_draft,
    drop_correction,
    save_draft,
    start_correction,
    submit,
    take_back,
)
from xinqiao.domains.portal.actions.express import (
    refuse_after,
    remind_of_reviews,
    review_after,
    withdraw_unreviewed,
)
from xinqiao.domains.portal.actions.interpretation import plan_interpretation
from xinqiao.domains.portal.actions.placements import (
    accept_placement,
    acknowledge_recall,
    decline_placement,
    offer,
    withdraw_placement,
)
from xinqiao.domains.portal.actions.placing import place_due
from xinqiao.domains.portal.actions.publication import (
    publish,
    publish_due,
    publish_held,
    unschedule,
    withdraw,
)
from xinqiao.domains.portal.actions.pushes import push, urge_push
from xinqiao.domains.portal.actions.roster import clear_shift, set_roster
from xinqiao.domains.portal.actions.tasks import (
    close_task,
    give_task,
    reply_task,
    return_reply,
    urge_task,
)
from xinqiao.domains.portal.actions.visits import count_visits, forget_visits

__all__ = [
    "accept_placement",
    "acknowledge_recall",
    "clear_shift",
    "close_column",
    "close_task",
    "count_visits",
    "create_draft",
    "decline_placement",
    "delete_draft",
    "drop_correction",
    "edit_at_desk",
    "forget_visits",
    "give_task",
    "offer",
    "pass_step",
    "place_due",
    "plan_interpretation",
    "publish",
    "publish_due",
    "publish_held",
    "push",
    "read_files",
    "refuse_after",
    "remind_of_reviews",
    "reply_task",
    "request_confirmation",
    "return_reply",
    "review_after",
    "save_draft",
    "select",
    "send_back",
    "set_roster",
    "start_correction",
    "submit",
    "take_back",
    "unschedule",
    "urge_push",
    "urge_task",
    "waive",
    "withdraw",
    "withdraw_placement",
    "withdraw_unreviewed",
]
