"""What the screens of home pages and topics share."""

import datetime as dt

from django.utils.dateparse import parse_datetime

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


def moment_seen(text: str) -> dt.datetime:
    """The moment that a form carries; what cannot be read was never seen."""
    try:
        return parse_datetime(text[:40]) or NEVER
    except ValueError:
        return NEVER
