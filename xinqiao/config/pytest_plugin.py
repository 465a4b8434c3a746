"""Loaded first by pytest: the bundled SQLite must stand in before Django is imported."""

import signal
import threading
from typing import Any

import xinqiao  # noqa: F401


def pytest_configure(config: Any) -> None:
    """Take SIGTERM like Ctrl-C, so that fixtures end the processes they started."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, signal.default_int_handler)
    _settle_property_tests(quick="not full" in (config.getoption("markexpr") or ""))


def pytest_make_parametrize_id(val: Any) -> str | None:
    """Names of cases that every worker writes alike: functions by name, sets in order."""
    if isinstance(val, (set, frozenset)):
        return "+".join(sorted(map(str, val)))
    return getattr(val, "__name__", None) if callable(val) else None


def _settle_property_tests(*, quick: bool) -> None:
    """Property tests judge right and wrong, not speed; new cases are sought in the full run.

    The quick run tries the same cases every time, so that what passed here passes in CI.
    """
    from hypothesis import HealthCheck
    from hypothesis import settings as hypothesis

    hypothesis.register_profile(
        "xinqiao",
        deadline=None,
        derandomize=quick,
        suppress_health_check=[HealthCheck.too_slow],
    )
    hypothesis.load_profile("xinqiao")
