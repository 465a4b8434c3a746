"""The usable rate of what units submit.

Legal basis: none in law; the county's own target, 可用率达到95%以上 (requirement P29). Our reading:
of the items decided on, those that were published; what is still on its way counts for nothing.
"""

USABLE_TARGET_PERCENT = 95


def usable_rate(*, published: int, returned: int) -> int | None:
    """Whole per cent, rounded down, so that 94.9 is not 95; None where nothing was decided."""
    decided = published + returned
    return published * 100 // decided if decided else None
