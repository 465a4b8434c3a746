"""Clock work: sealing, once a minute."""

import datetime as dt

from xinqiao.kernel.audit import sealing


def seal(*, now: dt.datetime) -> int:
    """Seal what waits. Returns how many events. Raises sealing.LogForked."""
    total = count = sealing.seal_batch(now)
    while count == sealing.BATCH:
        count = sealing.seal_batch(now)
        total += count
    return total
