"""Work that the clock starts (config/schedule.py); one call each."""

import datetime as dt

from xinqiao.domains.planning import actions


def close_due_plans(*, now: dt.datetime) -> int:
    """Close the column plans whose time is over. Returns how many."""
    return actions.close_due_plans(now=now)


def carry_out_stages(*, now: dt.datetime) -> int:
    """Switch the features whose day has come. Returns how many stages ended."""
    return actions.carry_out_stages(now=now)
