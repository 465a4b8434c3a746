"""How soon content should be online after its unit handed it in (requirement P33).

The hours are targets of the house, shown as lamps; none is a legal deadline. Policy documents
must be public within 20 working days of being made (Order 711, art. 26), far beyond these.
"""

import datetime as dt

from xinqiao.domains.portal.rules.states import ContentClass, Kind

HOUR = dt.timedelta(hours=1)
EXPRESS_HOURS = 1
TARGET_HOURS = {
    Kind.NEWS: 24,
    Kind.NOTICE: 24,
    Kind.REPRINT: 24,
    Kind.LINK: 24,
    Kind.VIDEO: 48,
    Kind.SPEECH: 48,
    Kind.LEADER: 48,
    Kind.DOCUMENT: 72,
    Kind.INTERPRETATION: 72,  # goes with its document
    Kind.INSTITUTION: 120,
    Kind.PAGE: 120,
}
WARNING_SHARE = 4  # the lamp turns yellow in the last quarter


def target_hours(kind: str, content_class: str) -> int:
    """Hours from being handed in to being online."""
    if content_class == ContentClass.EXPRESS:
        return EXPRESS_HOURS
    return TARGET_HOURS[Kind(kind)]


def target_at(kind: str, content_class: str, submitted_at: dt.datetime) -> dt.datetime:
    """The moment by which it should be online."""
    return submitted_at + target_hours(kind, content_class) * HOUR


def warning(kind: str, content_class: str) -> dt.timedelta:
    """How long before that moment the lamp turns yellow."""
    return target_hours(kind, content_class) * HOUR / WARNING_SHARE
