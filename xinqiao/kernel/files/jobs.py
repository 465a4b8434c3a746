"""Clock work of files."""

import datetime as dt

from xinqiao.kernel.files import actions


def sweep_orphans(*, now: dt.datetime) -> int:
    """Delete bytes that a rolled-back upload left, once a day. Returns how many files."""
    return actions.sweep_orphans(now=now)
