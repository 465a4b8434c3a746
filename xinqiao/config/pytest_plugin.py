"""Loaded first by pytest: the bundled SQLite must stand in before Django is imported."""

import xinqiao  # noqa: F401
