"""Wakes a worker of the same process at once; workers of other processes poll."""

import threading

_bell = threading.Event()


def ring() -> None:
    """Tell a sleeping worker that a job was committed."""
    _bell.set()


def wait(seconds: float) -> None:
    """Sleep until the bell rings, at most so long."""
    if _bell.wait(seconds):
        _bell.clear()
