"""Loaded first by pytest: the bundled SQLite must stand in before Django is imported."""

from typing import Any

import xinqiao  # noqa: F401


def pytest_make_parametrize_id(val: Any) -> str | None:
    """Names of cases that every worker writes alike: functions by name, sets in order."""
    if isinstance(val, (set, frozenset)):
        return "+".join(sorted(map(str, val)))
    return getattr(val, "__name__", None) if callable(val) else None
