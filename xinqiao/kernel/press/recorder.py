"""Records, while a public page is rendered, the keys of everything it depends on.

Query functions and templates call ``record("article:12", "list:column:7")``; whoever renders
opens ``recording()`` around it. A later event that emits one of the keys makes the page stale.
Recordings nest: what an inner one hears, the outer one hears too, so that a cached fragment can
keep its own keys.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

KEY = re.compile(r"[a-z][a-z0-9-]*(:[^\s:]+)+")

_open: ContextVar[tuple[set[str], ...]] = ContextVar("press_recordings", default=())


class BadKey(ValueError):
    """A dependency key is not of the form ``kind:part[:part…]``."""


@contextmanager
def recording() -> Iterator[set[str]]:
    """Collect the keys recorded inside the block, in this thread or task only."""
    keys: set[str] = set()
    token = _open.set((*_open.get(), keys))
    try:
        yield keys
    finally:
        _open.reset(token)


def record(*keys: str) -> None:
    """Note that what is being rendered depends on these keys. Raises BadKey."""
    for key in keys:
        if not KEY.fullmatch(key):
            raise BadKey(key)
    for heard in _open.get():
        heard.update(keys)
