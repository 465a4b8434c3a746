"""One machine, SQLite, one process tree: the demo and a small county."""

from xinqiao.config.settings.base import *  # noqa: F403

SESSION_COOKIE_NAME = "xinqiao_session"
