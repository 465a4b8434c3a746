"""Work that the clock starts (config/schedule.py); one call each."""

import datetime as dt

from xinqiao.domains.assessment import actions


def inspect_sites(*, now: dt.datetime) -> int:
    """Measure every site by the six vetoes."""
    return actions.inspect_sites(now=now)


def visit_sites(*, now: dt.datetime) -> int:
    """Visit every site's home page once."""
    return actions.visit_sites(now=now)


def patrol_links(*, now: dt.datetime) -> int:
    """Look for links that lead nowhere."""
    return actions.patrol_links(now=now)
