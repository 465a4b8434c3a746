"""Blind indexes: finding a row by a sealed value without opening any.

HMAC-SHA-256 under a key that seals nothing. Whoever holds that key can guess phones and ID
numbers, for there are not many of them; only these two kinds are indexed, and no others.
"""

import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from xinqiao.kernel.vault import keys, rules, suites

INDEX_GROUP = UUID("b11d1d37-0000-4000-8000-000000000001")


def index(text: str, *, context: str) -> str:
    """64 hexadecimal digits, the same for every spelling of a value; nothing for nothing.

    ``context`` is ``model|field``: two columns give different digits. Raises keys.VaultLocked.
    """
    return index_all([text], context=context)[text]


def index_all(texts: Iterable[str], *, context: str) -> dict[str, str]:
    """The indexes of many values by value, with one reading of the key."""
    key = suites.derived(keys.group_key(INDEX_GROUP), "blind index")
    return {text: _index(key, rules.normalised(text), context) for text in texts}


def _index(key: bytes, value: str, context: str) -> str:
    if not value:
        return ""
    return hmac.new(key, f"{context}|{value}".encode(), hashlib.sha256).hexdigest()
