"""Xinqiao: the digital government of a county, district or city."""

import importlib
import sys

__version__ = "0.1.0"


def _use_bundled_sqlite() -> None:
    """Put pysqlite3 in place of the system's sqlite3 before Django loads its backend.

    WAL mode before 3.51.3 can corrupt a database; Debian's library is older. Where no
    wheel exists the check at start names what to do.
    """
    try:
        bundled = importlib.import_module("pysqlite3")
        dbapi = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return
    sys.modules["sqlite3"] = bundled
    sys.modules["sqlite3.dbapi2"] = dbapi


_use_bundled_sqlite()
