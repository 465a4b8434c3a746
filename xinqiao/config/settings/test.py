"""Settings of the test suite; the database comes from XINQIAO_TEST_DATABASE (empty: SQLite)."""

import os
import tempfile
from pathlib import Path

_folder = Path(tempfile.mkdtemp(prefix="xinqiao-test-"))
os.environ["XINQIAO_DATA"] = str(_folder)
os.environ["XINQIAO_DATABASE"] = os.environ.get("XINQIAO_TEST_DATABASE", "")

from xinqiao.config.settings.base import *  # noqa: E402, F403
from xinqiao.config.settings.base import DATABASES, SQLITE_OPTIONS  # noqa: E402

SECRET_KEY = "only-for-tests"  # noqa: S105
XINQIAO_DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed; argon2 has its test
SESSION_COOKIE_NAME = "xinqiao_session"
ALLOWED_HOSTS = ["*"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": _folder / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"] = {
        **SQLITE_OPTIONS,
        "init_command": str(SQLITE_OPTIONS["init_command"]).replace("FULL", "OFF"),
    }
